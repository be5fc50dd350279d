package org.ratatosk.bridge.cms;

import java.util.List;

/**
 * What is to become a post. Immutable.
 *
 * @param author the member's name
 * @param title possibly empty
 * @param text not blank
 * @param security who may see it
 * @param tags possibly none
 * @param mood possibly empty
 */
public record PostDraft(String author, String title, String text, Security security, List<String> tags, String mood) {}
