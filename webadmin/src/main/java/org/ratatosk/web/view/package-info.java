/**
 * How things look: templates, posts as safe HTML, times, small pictures. Knows no page. Thread-safe.
 */
@NullMarked
package org.ratatosk.web.view;

import org.jspecify.annotations.NullMarked;
