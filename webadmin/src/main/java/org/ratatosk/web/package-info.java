/** The web: admin console, members' pages, journal pages and the HTTP API. */
@NullMarked
package org.ratatosk.web;

import org.jspecify.annotations.NullMarked;
