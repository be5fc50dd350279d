/**
 * How a stanza goes through the server: the router takes it through the sender's lane and the recipient's lane, in each through
 * the phases guard, handle and copy, where features have hung their handlers. Handlers are called in lanes and return an
 * outcome; they touch neither sockets nor the database.
 */
@NullMarked
package org.ratatosk.server.route;

import org.jspecify.annotations.NullMarked;
