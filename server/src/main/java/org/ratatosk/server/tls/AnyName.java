package org.ratatosk.server.tls;

import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;

/**
 * Takes any name, so that nobody is refused; but where there is a matcher at all, the JDK keeps the name with a session, and lets a
 * ticket be used for the same name only.
 */
final class AnyName extends SNIMatcher {
    AnyName() {
        super(StandardConstants.SNI_HOST_NAME);
    }

    @Override
    public boolean matches(SNIServerName name) {
        return true;
    }
}
