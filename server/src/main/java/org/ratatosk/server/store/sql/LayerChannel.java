package org.ratatosk.server.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;

/** A layer between H2 and its file that passes everything on as it is, and leaves the rest to those who extend it. Thread-safe. */
abstract class LayerChannel extends FileBase {
    /** The file below. */
    final FileChannel base;

    LayerChannel(FileChannel base) {
        this.base = base;
    }

    @Override
    public synchronized int write(ByteBuffer bytes, long position) throws IOException {
        return base.write(bytes, position);
    }

    @Override
    public synchronized int write(ByteBuffer bytes) throws IOException {
        int written = write(bytes, base.position());
        base.position(base.position() + written);
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        base.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        base.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return base.read(bytes);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // who reads need not wait until something is forced
    public int read(ByteBuffer bytes, long position) throws IOException {
        return base.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
        return base.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        base.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return base.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        base.close();
    }
}
