package org.ratatosk.server.xml;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.XmlException.Problem;

/** Keeps the one element that stands alone. Confined to one call. */
final class OneElement implements XmlReader.Handler {
    /** It is our own data, mostly: generous, but not endless. */
    static final Limits LIMITS = new Limits(1 << 26, 1 << 27, 2048, 1 << 20, 1 << 12, 1 << 12);

    private @Nullable Element found;

    @Override
    public void opened(StreamHeader header) {}

    @Override
    public void element(Element element) {
        if (found != null) {
            throw notOne();
        }
        found = element;
    }

    @Override
    public void closed() {}

    Element found(boolean complete) {
        Element one = found;
        if (one == null || !complete) {
            throw notOne();
        }
        return one;
    }

    private static XmlException notOne() {
        return new XmlException(Problem.NOT_WELL_FORMED, "This is not one whole element");
    }
}
