package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.List;

/**
 * What a member published. Immutable.
 *
 * @param number its number; posts and comments share one row of numbers
 * @param author the member's name
 * @param title the subject, possibly empty
 * @param text the text as it was written
 * @param security who may see it
 * @param tags in lower case, without doubles
 * @param mood possibly empty
 * @param published when
 * @param link its page
 */
public record Post(
        long number,
        String author,
        String title,
        String text,
        Security security,
        List<String> tags,
        String mood,
        Instant published,
        String link) {}
