/**
 * The pages, one file each with a template of the same name, and the few types that they share. Called on Jetty's threads after
 * the gate has let the visitor in; may block on the database and on the CMS.
 */
@NullMarked
package org.ratatosk.web.page;

import org.jspecify.annotations.NullMarked;
