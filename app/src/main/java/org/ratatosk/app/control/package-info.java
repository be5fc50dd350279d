/**
 * The Unix socket through which the launcher's commands talk to the running server: one request per connection, answered in
 * words and with an exit code. Whoever may open the socket's file, which its owner alone may, is the server's master.
 */
@NullMarked
package org.ratatosk.app.control;

import org.jspecify.annotations.NullMarked;
