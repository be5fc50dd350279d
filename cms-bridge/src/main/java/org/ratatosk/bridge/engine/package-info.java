/**
 * The one small interface between the bridge and an XMPP server: receive a stanza, send a stanza, and optional powers over
 * accounts, rosters and presence. Implemented over the embedded server; an external server comes later.
 */
@NullMarked
package org.ratatosk.bridge.engine;

import org.jspecify.annotations.NullMarked;
