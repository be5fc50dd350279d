package org.ratatosk.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address of this machine where nobody says yes or no to connections: its queue is full. Confined to one thread. */
public final class SilentPlace implements AutoCloseable {
    private static final int FULL_MILLIS = 300;
    private static final int PATIENCE_MILLIS = 30_000;

    private final ServerSocket door;
    private final List<Socket> queue = new ArrayList<>();

    /** Opens a free port of an address and fills its queue. */
    public SilentPlace(String address) {
        try {
            door = new ServerSocket(0, 1, InetAddress.getByName(address));
            door.setSoTimeout(PATIENCE_MILLIS);
            while (fits()) {
                // until one is neither taken nor refused
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fits() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(door.getLocalSocketAddress(), FULL_MILLIS);
            queue.add(socket);
            return true;
        } catch (SocketTimeoutException e) {
            socket.close();
            return false;
        }
    }

    /** Where nobody answers. */
    public InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /** Answers from now on, and takes the next who comes. */
    public Socket open() {
        try {
            for (int i = 0; i < queue.size(); i++) {
                door.accept().close();
            }
            return door.accept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses from now on. */
    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : queue) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
