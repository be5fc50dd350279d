package org.ratatosk.bridge.alerts;

/**
 * What the site itself has to tell. Each is told once for its key; it is durable when a call returns. Texts that are too long are
 * cut. Blocks. Thread-safe.
 */
public interface Notices {
    /**
     * Words of the site.
     *
     * @param title what it is, or empty text
     * @param text the words, plain
     * @param link where more of it is, or empty text
     * @param action what of the CMS told it, as in {@code component:action}, or empty text
     */
    record Words(String title, String text, String link, String action) {
        /** Cuts what is too long; leaves a link out that is too long. */
        public Words {
            title = cut(title, Notice.MAX_TITLE);
            text = cut(text, Notice.MAX_TEXT);
            link = link.length() > Notice.MAX_LINK ? "" : link;
            action = cut(action, Notice.MAX_ACTION);
        }

        private static String cut(String text, int max) {
            int end = text.length() > max && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
            return text.length() <= max ? text : text.substring(0, end);
        }
    }

    /**
     * Tells one member something.
     *
     * @param key names it
     * @return its number
     * @throws org.ratatosk.bridge.cms.CmsException if there is no such member
     */
    long tell(String member, Words words, String key);

    /**
     * Tells every member something. It takes its turn with what else is to be sent, and holds nothing of that up.
     *
     * @return its number
     */
    long announce(Words words, String key);
}
