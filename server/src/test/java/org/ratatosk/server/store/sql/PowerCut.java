package org.ratatosk.server.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A file system for H2, {@code power:}, that knows what a disk would hold if the power went: all that was forced, and of what
 * was written since, whatever chance has it, in part and in any order. It is for one file at a time.
 */
public final class PowerCut extends FilePathWrapper {
    static final String SCHEME = "power:";

    private static final AtomicReference<@Nullable Plan> NEXT = new AtomicReference<>();
    private static final AtomicReference<@Nullable Disk> LAST = new AtomicReference<>();
    private static final AtomicInteger REFUSALS = new AtomicInteger();

    /** When the power goes, and where what the disk holds then is kept. */
    private static final class Plan {
        private final Path copy;
        private final Random random;
        private int operations;

        Plan(int operations, Path copy, Random random) {
            this.operations = operations;
            this.copy = copy;
            this.random = random;
        }
    }

    /** A write, or a cut of the file's length if there are no bytes. */
    private record Piece(long position, byte[] bytes) {
        void apply(FileChannel disk, int length) throws IOException {
            if (bytes.length == 0) {
                disk.truncate(position);
            } else {
                disk.write(ByteBuffer.wrap(bytes, 0, length), position);
            }
        }
    }

    static void register() {
        FilePath.register(new PowerCut());
        NEXT.set(null);
        REFUSALS.set(0);
        LAST.set(null);
    }

    /**
     * How many times from now on the disk refuses to be forced. What was written before that it then forgets, though who reads
     * still sees it: so do systems that drop from their cache's list what they could not write.
     */
    static void refuse(int times) {
        REFUSALS.set(times);
    }

    /** What the disk would hold after the loss of power, now. */
    static void cut(Path copy, Random random) throws IOException {
        Disk disk = LAST.get();
        if (disk == null) {
            throw new IllegalStateException("No file is open");
        }
        synchronized (disk) {
            disk.cut(copy, random);
        }
    }

    /** Cuts the power after so many more writes and forces: what the disk holds then will be in {@code copy}. The file lives on. */
    static void plan(int operations, Path copy, Random random) {
        NEXT.set(new Plan(operations, copy, random));
    }

    /** Whether the power has gone since it was planned. */
    static boolean hasGone() {
        return NEXT.get() == null;
    }

    @Override
    public String getScheme() {
        return "power";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (!mode.contains("w")) {
            return getBase().open(mode);
        }
        Path file = Path.of(getBase().toString());
        Disk last = LAST.get();
        Disk disk = last != null && last.file.equals(file)
                ? new Disk(file, getBase().open(mode), last.forced, last.pending)
                : new Disk(file, getBase().open(mode));
        LAST.set(disk);
        return disk;
    }

    private static final class Disk extends LayerChannel {
        private final Path file;
        private final FileChannel forced;
        private final List<Piece> pending;

        Disk(Path file, FileChannel base, FileChannel forced, List<Piece> pending) {
            super(base);
            this.file = file;
            this.forced = forced;
            this.pending = pending;
        }

        Disk(Path file, FileChannel base) throws IOException {
            this(
                    file,
                    base,
                    FileChannel.open(
                            Files.createTempFile(file.getParent(), "forced", ".disk"),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE),
                    new ArrayList<>());
            base.transferTo(0, base.size(), forced);
        }

        /** To be called after each operation. */
        private void operated() throws IOException {
            Plan plan = NEXT.get();
            if (plan != null && --plan.operations < 0) {
                cut(plan.copy, plan.random);
                NEXT.set(null);
            }
        }

        private void cut(Path copy, Random random) throws IOException {
            try (FileChannel out = FileChannel.open(
                    copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
                forced.transferTo(0, forced.size(), out);
                List<Piece> survivors = new ArrayList<>(pending);
                Collections.shuffle(survivors, random);
                for (Piece piece : survivors.subList(0, random.nextInt(survivors.size() + 1))) {
                    int length = random.nextBoolean() ? piece.bytes().length : random.nextInt(piece.bytes().length + 1);
                    piece.apply(out, length);
                }
            }
        }

        @Override
        public synchronized int write(ByteBuffer bytes, long position) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            pending.add(new Piece(position, copy));
            int written = base.write(bytes, position);
            operated();
            return written;
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            if (REFUSALS.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                pending.clear();
                throw new IOException("Input/output error");
            }
            for (Piece piece : pending) {
                piece.apply(forced, piece.bytes().length);
            }
            pending.clear();
            operated();
        }

        @Override
        public synchronized FileChannel truncate(long size) throws IOException {
            pending.add(new Piece(size, new byte[0]));
            base.truncate(size);
            operated();
            return this;
        }
    }
}
