package org.ratatosk.app.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The launcher's end of the socket. Immutable. */
public final class ControlClient {
    private ControlClient() {}

    /**
     * Has the running server do a command.
     *
     * @param file of the socket
     * @param words none of them empty or with a line's end
     * @return nothing if no server listens there
     * @throws IOException if the server could be reached, but did not answer
     */
    public static Optional<Answer> call(Path file, List<String> words) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file));
            byte[] request = (String.join("\n", words) + "\n\n").getBytes(StandardCharsets.UTF_8);
            for (ByteBuffer left = ByteBuffer.wrap(request); left.hasRemaining(); ) {
                channel.write(left);
            }
            return Optional.of(read(channel));
        } catch (ConnectException e) {
            return Optional.empty(); // left behind by a server that was killed
        }
    }

    private static Answer read(SocketChannel channel) throws IOException {
        String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new IOException("The server ended before it had answered");
        }
        return new Answer(Integer.parseInt(text.substring(0, end)), text.substring(end + 1));
    }
}
