/** The way out to a site's CMS, put together from the settings. */
@NullMarked
package org.ratatosk.app.cms;

import org.jspecify.annotations.NullMarked;
