package org.ratatosk.app.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of the socket. A request is its words, one per line, and an empty line. Thread-safe. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int MAX_CHARACTERS = 16 * 1024;
    private static final int MAX_WORDS = 16;
    private static final int THREADS = 4;
    private static final int LAST_COMMAND_SECONDS = 1;
    private final Path file;
    private final ServerSocketChannel channel;
    private final Function<List<String>, Answer> commands;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService pool;

    /**
     * Opens the socket; what a killed server left behind is replaced.
     *
     * @param file of the socket, in a folder that nobody else's server uses
     * @param commands does what the words of a request say; called on threads of this class
     * @throws IOException if the file cannot be made, as when its path is longer than about 100 characters
     */
    public ControlServer(Path file, Function<List<String>, Answer> commands) throws IOException {
        this.file = file;
        this.commands = commands;
        Files.deleteIfExists(file);
        channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        pool = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "control");
            thread.setDaemon(true);
            return thread;
        });
        pool.execute(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = channel.accept();
                clients.add(client);
                begin(client);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("The control socket is closed");
        } catch (IOException e) {
            LOG.warn(
                    "The control socket failed, so that commands of the launcher do not reach this server: restart it",
                    e);
        }
    }

    /** Serves a client, or cuts it off if it came in the moment of the end: else it would wait for ever. */
    private void begin(SocketChannel client) throws IOException {
        try {
            pool.execute(() -> serve(client));
        } catch (RejectedExecutionException e) {
            client.close();
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            Answer answer = answer(client);
            byte[] bytes = (answer.code() + "\n" + answer.text()).getBytes(StandardCharsets.UTF_8);
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                client.write(left);
            }
        } catch (AsynchronousCloseException e) {
            LOG.debug("A command was cut off by the server's end");
        } catch (IOException e) {
            LOG.debug("A command went away before its answer: {}", e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private Answer answer(SocketChannel client) throws IOException {
        List<String> words = words(Channels.newReader(client, StandardCharsets.UTF_8));
        if (words.isEmpty()) {
            return Answer.failed("The server did not understand the command.");
        }
        try {
            return commands.apply(words);
        } catch (RuntimeException e) {
            LOG.error("The command {} failed", words.get(0), e);
            return Answer.failed("The server could not do it; its log says why.");
        }
    }

    /** The words of a request; none if it is too long. */
    private static List<String> words(java.io.Reader reader) throws IOException {
        BufferedReader in = new BufferedReader(new Bounded(reader, MAX_CHARACTERS));
        List<String> words = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            words.add(line);
            if (words.size() > MAX_WORDS) {
                return List.of();
            }
        }
        return words;
    }

    /** Stops taking commands, so that nobody can connect any more when this returns, and removes the socket's file. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            channel.close();
            for (SocketChannel client : clients) {
                client.close();
            }
            if (!pool.awaitTermination(LAST_COMMAND_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("A command is still at work");
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The control socket {} could not be removed: {}", file, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
