/**
 * Backups: one file with a copy of the database, keys, certificates and settings, each of its parts with a checksum. It is a zip, so that others can read
 * it too. Called by the commands {@code backup} and {@code restore}, each in a process of its own, and by the running server for the copy of
 * its database.
 */
@NullMarked
package org.ratatosk.app.backup;

import org.jspecify.annotations.NullMarked;
