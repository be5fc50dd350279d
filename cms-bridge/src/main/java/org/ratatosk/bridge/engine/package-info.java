/**
 * The one small interface between the bridge and an XMPP server: receive a stanza, send a stanza, and optional powers over
 * accounts and rosters. Implemented over the embedded server; an external server comes later.
 */
@NullMarked
package org.ratatosk.bridge.engine;

import org.jspecify.annotations.NullMarked;
