/**
 * The content management system as the bridge sees it: members, posts, comments and events, and one adapter per CMS, the own
 * journal among them. Adapters may block; they are called on bounded pools, never in a lane of the server.
 */
@NullMarked
package org.ratatosk.bridge.cms;

import org.jspecify.annotations.NullMarked;
