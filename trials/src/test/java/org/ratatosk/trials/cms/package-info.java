/**
 * The PHP parts of the product, and the sites that they go into, as Debian has them: a WordPress with its database, as processes in a
 * throw-away folder.
 */
@NullMarked
package org.ratatosk.trials.cms;

import org.jspecify.annotations.NullMarked;
