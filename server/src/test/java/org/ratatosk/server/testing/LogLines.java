package org.ratatosk.server.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a class tells the log while a test runs; to be registered as an extension of the test. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {
    private final Logger log;
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    /** Listens to a class. */
    public LogLines(Class<?> teller) {
        log = (Logger) LoggerFactory.getLogger(teller);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        told.start();
        log.addAppender(told);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        log.detachAppender(told);
    }

    /** What was told so far, oldest first. */
    public List<String> all() {
        return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
