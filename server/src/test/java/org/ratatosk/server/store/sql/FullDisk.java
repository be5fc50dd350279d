package org.ratatosk.server.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system for H2 whose disk is full when a test says so; its paths begin with {@code full:}. */
public final class FullDisk extends FilePathWrapper {
    static final String SCHEME = "full:";

    private static final AtomicBoolean FULL = new AtomicBoolean();

    /** Makes H2 know it, with room. */
    static AtomicBoolean register() {
        FilePath.register(new FullDisk());
        FULL.set(false);
        return FULL;
    }

    @Override
    public String getScheme() {
        return "full";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(getBase().open(mode));
    }

    private static final class Channel extends LayerChannel {
        Channel(FileChannel base) {
            super(base);
        }

        @Override
        public synchronized int write(ByteBuffer bytes, long position) throws IOException {
            if (FULL.get()) {
                throw new IOException("No space left on device");
            }
            return super.write(bytes, position);
        }
    }
}
