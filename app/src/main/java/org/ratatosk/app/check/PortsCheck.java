package org.ratatosk.app.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.ListenAddress;

/** Whether ports can be had, or, when the server runs, whether it answers there. Immutable. */
final class PortsCheck implements Check {
    private static final int PATIENCE_MILLIS = 3000;
    private final boolean running;

    PortsCheck(boolean running) {
        this.running = running;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        return addresses(config)
                .map(entry -> look(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Stream<Map.Entry<String, ListenAddress>> addresses(AppConfig config) {
        return Stream.of(
                        named("listen.starttls", config.server().starttls()),
                        named("listen.direct-tls", config.server().directTls()),
                        named("s2s.starttls", servers(config, FederationConfig::starttls)),
                        named("s2s.direct-tls", servers(config, FederationConfig::directTls)),
                        named("components.listen", config.server().components().addresses()),
                        named("web", config.webAddresses()))
                .flatMap(stream -> stream);
    }

    private static List<ListenAddress> servers(
            AppConfig config, Function<FederationConfig, List<ListenAddress>> addresses) {
        FederationConfig federation = config.server().federation();
        return federation.enabled() ? addresses.apply(federation) : List.of();
    }

    private static Stream<Map.Entry<String, ListenAddress>> named(String name, List<ListenAddress> addresses) {
        return addresses.stream().map(address -> Map.entry(name, address));
    }

    private Finding look(String setting, ListenAddress listen) {
        InetSocketAddress address = listen.socketAddress();
        if (address.isUnresolved()) {
            return Finding.bad(
                    setting + ": " + listen.host() + " is no address of this machine.",
                    "Name one, or * for all of them.");
        }
        return running ? answers(setting, listen, address) : free(setting, listen, address);
    }

    private static Finding answers(String setting, ListenAddress listen, InetSocketAddress address) {
        InetAddress target =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target, address.getPort()), PATIENCE_MILLIS);
            return Finding.good("The server answers on " + listen + " (" + setting + ").");
        } catch (IOException e) {
            return Finding.bad(
                    "The server runs, but does not answer on " + listen + " (" + setting + "): " + e.getMessage(),
                    "If the setting is newer than the server's start, restart it.");
        }
    }

    private static Finding free(String setting, ListenAddress listen, InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Finding.good("Port " + listen + " is free (" + setting + ").");
        } catch (IOException e) {
            return Finding.bad(
                    "Port " + listen + " cannot be had (" + setting + "): " + e.getMessage(),
                    "\"ss -ltnp | grep :" + listen.port() + "\" shows who has it. End that program, or change "
                            + setting + ".");
        }
    }
}
