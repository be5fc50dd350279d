/**
 * Conversations: scripts of what clients send and must receive, as text files in {@code src/test/resources/conversations}. A
 * {@link org.ratatosk.server.conversation.Player} plays them against a server, in the process or over the network.
 */
@NullMarked
package org.ratatosk.server.conversation;

import org.jspecify.annotations.NullMarked;
