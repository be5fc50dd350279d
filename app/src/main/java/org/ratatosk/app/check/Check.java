package org.ratatosk.app.check;

import java.util.List;
import org.ratatosk.app.config.AppConfig;

/** Looks at one thing that a server needs around it. */
@FunctionalInterface
interface Check {
    /** What is found for these settings; never throws for what it finds. */
    List<Finding> look(AppConfig config);
}
