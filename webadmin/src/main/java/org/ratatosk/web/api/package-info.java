/**
 * What programs ask for: feeds, health and metrics. Pages like the others, without templates.
 */
@NullMarked
package org.ratatosk.web.api;

import org.jspecify.annotations.NullMarked;
