package org.ratatosk.trials.federation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The way to a server: it is open, or nobody listens, or somebody takes connections and never says a word. Thread-safe. */
final class Gate implements AutoCloseable {
    /** Where all gates are. */
    static final String ADDRESS = "127.0.0.9";

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "gate");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> taken = ConcurrentHashMap.newKeySet();
    private final InetSocketAddress place;
    private ServerSocket door;
    private Future<?> serving;
    private volatile @Nullable InetSocketAddress goal;

    /** One that is open. */
    Gate() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getByName(ADDRESS));
        place = (InetSocketAddress) door.getLocalSocketAddress();
        serving = serve(door, true);
    }

    int port() {
        return place.getPort();
    }

    /** Says where the server behind it is. */
    void leadTo(String address, int port) {
        goal = new InetSocketAddress(address, port);
    }

    /** Nobody listens any more, and whoever was connected is not. */
    synchronized void shut() throws IOException {
        door.close();
        awaitEnd(serving); // as long as somebody waits for connections the port is taken
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        taken.clear();
    }

    /** Connections are taken, and nothing is said. */
    synchronized void keepSilent() throws IOException {
        shut();
        listen(false);
    }

    /** The server can be reached again. */
    synchronized void open() throws IOException {
        shut();
        listen(true);
    }

    /** How many are connected. */
    int connections() {
        return taken.size();
    }

    private void listen(boolean leads) throws IOException {
        door = new ServerSocket();
        door.setReuseAddress(true);
        door.bind(place);
        serving = serve(door, leads);
    }

    private static void awaitEnd(Future<?> ending) throws IOException {
        try {
            ending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private Future<?> serve(ServerSocket at, boolean leads) {
        return threads.submit(() -> {
            while (!at.isClosed()) {
                try {
                    Socket socket = at.accept();
                    sockets.add(socket);
                    taken.add(socket);
                    if (leads) {
                        pass(socket);
                    }
                } catch (IOException e) {
                    // it was shut, or nobody is behind it
                }
            }
        });
    }

    private void pass(Socket socket) throws IOException {
        InetSocketAddress to = goal;
        Socket other = new Socket();
        sockets.add(other);
        if (to == null) {
            socket.close();
            return;
        }
        try {
            other.connect(to);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        threads.execute(() -> copy(socket, other));
        threads.execute(() -> copy(other, socket));
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of the two has had enough
        }
        for (Socket socket : List.of(from, to)) {
            sockets.remove(socket);
            taken.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            shut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
