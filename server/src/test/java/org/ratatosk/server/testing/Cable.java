package org.ratatosk.server.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries connections to another address until it is cut, and then to no more until it is mended. Thread-safe. */
public final class Cable implements AutoCloseable {
    private final ServerSocket door;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger carried = new AtomicInteger();
    private volatile InetSocketAddress target;
    private volatile boolean whole = true;
    private volatile boolean deaf;
    private volatile boolean dumb;

    /** A cable to an address. */
    public Cable(InetSocketAddress target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** Where it begins. */
    public InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /** How many connections it has carried. */
    public int carried() {
        return carried.get();
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket here = door.accept();
                if (!whole) {
                    here.close();
                    continue;
                }
                Socket there = new Socket(target.getAddress(), target.getPort());
                sockets.add(here);
                sockets.add(there);
                carried.incrementAndGet();
                run(() -> copy(here, there, false));
                run(() -> copy(there, here, true));
            }
        } catch (IOException e) {
            return;
        }
    }

    private void copy(Socket from, Socket to, boolean back) {
        byte[] buffer = new byte[8192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!(back ? deaf : dumb)) {
                    out.write(buffer, 0, count);
                    out.flush();
                }
            }
        } catch (IOException e) {
            return;
        }
    }

    /** What the other end says is lost from now on. */
    public void deafen() {
        deaf = true;
    }

    /** What this end says is lost from now on. */
    public void silence() {
        dumb = true;
    }

    /** Breaks all connections; new ones are refused. */
    public void cut() {
        whole = false;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    /** Carries connections again, to the same address or another. */
    public void mend(InetSocketAddress to) {
        target = to;
        deaf = false;
        dumb = false;
        whole = true;
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
