package org.ratatosk.web.page;

/**
 * What a public page tells search engines and link previews. Immutable.
 *
 * @param type by the Open Graph protocol, as in {@code article}
 * @param description one or two sentences
 * @param address the page's own
 * @param feed path of the feed that goes with it
 */
public record Meta(String type, String description, String address, String feed) {}
