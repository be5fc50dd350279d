package org.ratatosk.app.control;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends after so many characters. Confined to one thread. */
final class Bounded extends FilterReader {
    private int left;

    Bounded(Reader in, int most) {
        super(in);
        left = most;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = super.read(buffer, offset, Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }
}
