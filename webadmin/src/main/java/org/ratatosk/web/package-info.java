/**
 * The web: journal pages, members' pages, admin console and the small HTTP API. {@link org.ratatosk.web.WebAdmin} wires it by
 * hand, {@link org.ratatosk.web.Pages} lists what it serves. It sees the server and the bridge through two interfaces only.
 */
@NullMarked
package org.ratatosk.web;

import org.jspecify.annotations.NullMarked;
