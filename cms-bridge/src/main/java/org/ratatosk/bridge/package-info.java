/** The bridge between the XMPP server and a website: bot, address proof, subscriptions and alerts. */
@NullMarked
package org.ratatosk.bridge;

import org.jspecify.annotations.NullMarked;
