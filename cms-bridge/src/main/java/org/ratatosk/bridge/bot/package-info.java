/**
 * The robot on the buddy list: it reads chat lines, finds who sent them and runs the command. Commands of one sender run in
 * order on a bounded pool; each command is a file.
 */
@NullMarked
package org.ratatosk.bridge.bot;

import org.jspecify.annotations.NullMarked;
