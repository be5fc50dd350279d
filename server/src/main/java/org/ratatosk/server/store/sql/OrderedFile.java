package org.ratatosk.server.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A layer between H2 and its file that keeps what systems leave open. It forces the newest part of the file to the disk before the
 * header is written that says where that part is: H2 leaves this order to the disk, and when the power went between the two it
 * could go back to an older state. It forces too before space is used again, for H2 trusts that after a while the disk has
 * what let go of that space. And when the disk has refused to be forced, it writes everything since the last time once
 * more before it forces again: a system may have dropped what it could not write, and call the next attempt a success.
 * Thread-safe.
 */
public final class OrderedFile extends FilePathWrapper {
    /** The prefix of a path that H2 reaches through this layer. */
    static final String SCHEME = "ordered:";

    private static final int HEADER_BYTES = 8192;

    /** So much may be written before it is forced without being asked for, so that memory is bounded. */
    private static final long MAX_UNFORCED_BYTES = 32L << 20;

    /** What was not forced when H2 closed a file, by its path. H2 makes the objects of this class, so nothing else outlives them. */
    private static final Map<String, List<Piece>> LEFT = new ConcurrentHashMap<>();

    private record Piece(long position, byte[] bytes) {}

    /** Makes H2 know this layer. */
    static void register() {
        FilePath.register(new OrderedFile());
    }

    @Override
    public String getScheme() {
        return "ordered";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return mode.equals("r")
                ? getBase().open(mode)
                : new Channel(getBase().toString(), getBase().open(mode));
    }

    private static final class Channel extends LayerChannel {
        private final String path;
        private final List<Piece> unforced = new ArrayList<>();
        private long unforcedBytes;
        private long end;
        private boolean refused;

        Channel(String path, FileChannel base) {
            super(base);
            this.path = path;
            List<Piece> left = LEFT.remove(path);
            if (left != null) {
                unforced.addAll(left);
                refused = true;
            }
        }

        @Override
        public synchronized int write(ByteBuffer bytes, long position) throws IOException {
            if (position < HEADER_BYTES || unforcedBytes > MAX_UNFORCED_BYTES || isOverwriting(position)) {
                force(false);
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            unforced.add(new Piece(position, copy));
            unforcedBytes += copy.length;
            end = position + copy.length;
            return base.write(bytes, position);
        }

        /** Space that is used again was let go of by something newer than what it held, which the disk must have by then. */
        private boolean isOverwriting(long position) throws IOException {
            return position != end && !unforced.isEmpty() && position < base.size();
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            if (refused) {
                for (Piece piece : unforced) {
                    write(piece);
                }
            }
            refused = true;
            base.force(metaData);
            refused = false;
            unforced.clear();
            unforcedBytes = 0;
        }

        private void write(Piece piece) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(piece.bytes());
            while (bytes.hasRemaining()) {
                base.write(bytes, piece.position() + bytes.position());
            }
        }

        @Override
        public synchronized FileChannel truncate(long size) throws IOException {
            force(false);
            base.truncate(size);
            return this;
        }

        @Override
        protected synchronized void implCloseChannel() throws IOException {
            if (refused && !unforced.isEmpty()) {
                LEFT.put(path, List.copyOf(unforced));
            }
            super.implCloseChannel();
        }
    }
}
