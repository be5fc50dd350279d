/**
 * E-mail for members who cannot be reached by Jabber: their addresses, proved by a code, the queue of mails, and the way to the server that
 * takes them. Called by the bot, the web and a thread of its own; may block. The only package that knows of Jakarta Mail.
 */
@NullMarked
package org.ratatosk.bridge.mail;

import org.jspecify.annotations.NullMarked;
