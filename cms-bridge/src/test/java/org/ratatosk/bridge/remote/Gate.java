package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands before a real CMS on the loopback address, lets requests through, and can make trouble. Thread-safe. */
public final class Gate implements AutoCloseable {
    /** What becomes of requests. */
    public enum Mood {
        /** They go through. */
        CALM,
        /** They wait until the mood is another, and go by that. */
        HELD,
        /** They are answered with status 500 and never arrive. */
        BROKEN,
        /** They never arrive and are never answered. */
        SILENT,
        /** They arrive, and the answer is lost. */
        FORGETFUL,
        /** They are answered with status 429, that they come too fast, and never arrive. */
        HURRIED
    }

    private static final Pattern MADE = Pattern.compile("HTTP/1\\.\\d 201 ");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");

    private final ServerSocket listening;
    private final int target;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger losing = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> instead = new AtomicReference<>();
    private final Object change = new Object();
    private volatile Mood mood = Mood.CALM;

    /** @param target the port on the loopback address at which the CMS listens */
    public Gate(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket();
        listening.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        pool.execute(this::listen);
    }

    /** What becomes of requests from now on. */
    public void mood(Mood next) {
        synchronized (change) {
            mood = next;
            change.notifyAll();
        }
    }

    /** The next answer that something was made is lost, and this is done instead. */
    public void insteadOfTellingThatItIsMade(Runnable what) {
        instead.set(what);
    }

    /** Whether that has begun. */
    public boolean wasUntold() {
        return instead.get() == null;
    }

    private Mood awaitMood() throws IOException {
        synchronized (change) {
            while (mood == Mood.HELD) {
                try {
                    change.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
            return mood;
        }
    }

    /** The answer to the nth request from now is lost, 1 being the next; the others go through. */
    public void lose(int nth) {
        losing.set(nth);
    }

    /** Whether that request has come; if it has not, nothing more is lost. */
    public boolean hasLost() {
        return losing.getAndSet(0) <= 0;
    }

    /** The same address with the port of this gate. */
    public URI before(URI site) {
        return URI.create(site.toString().replaceFirst(":\\d+", ":" + listening.getLocalPort()));
    }

    /** The first lines of the requests that came. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                pool.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            byte[] request = request(socket.getInputStream());
            requests.add(new String(request, US_ASCII).lines().findFirst().orElse(""));
            boolean lost = losing.getAndDecrement() == 1;
            switch (awaitMood()) {
                case CALM -> {
                    byte[] answer = forwarded(request);
                    if (!lost && !isDoneInstead(answer)) {
                        socket.getOutputStream().write(answer);
                    }
                }
                case BROKEN ->
                    socket.getOutputStream()
                            .write("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(US_ASCII));
                case HURRIED ->
                    socket.getOutputStream()
                            .write(("HTTP/1.1 429 Slowly\r\nRetry-After: 15\r\nContent-Length: 0\r\n"
                                            + "Connection: close\r\n\r\n")
                                    .getBytes(US_ASCII));
                case SILENT -> socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                case FORGETFUL -> forwarded(request);
                case HELD -> throw new IllegalStateException();
            }
        } catch (IOException e) {
            // whoever asked hears nothing
        } finally {
            closed(socket);
        }
    }

    private static byte[] request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("No request");
            }
            bytes.write(c);
            head = bytes.toString(ISO_8859_1);
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
        }
        return bytes.toByteArray();
    }

    private boolean isDoneInstead(byte[] answer) {
        boolean made = MADE.matcher(new String(answer, ISO_8859_1)).lookingAt();
        Runnable what = made ? instead.getAndSet(null) : null;
        if (what != null) {
            what.run();
        }
        return what != null;
    }

    private byte[] forwarded(byte[] request) throws IOException {
        try (Socket site = new Socket(InetAddress.getByName("127.0.0.1"), target)) {
            site.getOutputStream().write(request);
            return site.getInputStream().readAllBytes();
        }
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(Gate::closed);
        pool.shutdownNow();
    }
}
