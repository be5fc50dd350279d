/**
 * The few calls that the outside may make of the server: the console, the launcher's commands and the bridge's embedded engine
 * use {@link org.ratatosk.server.admin.Admin} and nothing else. Thread-safe; whatever waits for the database returns a stage.
 */
@NullMarked
package org.ratatosk.server.admin;

import org.jspecify.annotations.NullMarked;
