package org.ratatosk.app.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.ratatosk.app.config.AppConfig;

/** Whether ports can be had, or, when the server runs, whether it answers there. Immutable. */
final class PortsCheck implements Check {
    private static final int PATIENCE_MILLIS = 3000;
    private final boolean running;

    PortsCheck(boolean running) {
        this.running = running;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        return running ? config.ports().stream().map(PortsCheck::answers).toList() : free(config);
    }

    private static Finding answers(AppConfig.Port port) {
        InetSocketAddress address = port.listen().socketAddress();
        if (address.isUnresolved()) {
            return unknown(port);
        }
        InetAddress target =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target, address.getPort()), PATIENCE_MILLIS);
            return Finding.good("The server answers on " + named(port) + ".");
        } catch (IOException e) {
            return Finding.bad(
                    "The server runs, but does not answer on " + named(port) + ": " + e.getMessage(),
                    "If the setting is newer than the server's start, restart it.");
        }
    }

    /** Takes all ports and lets go of them together, so that it shows too if two settings name the same one. */
    private static List<Finding> free(AppConfig config) {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            return config.ports().stream().map(port -> take(port, taken)).toList();
        } finally {
            taken.forEach(PortsCheck::letGo);
        }
    }

    private static Finding take(AppConfig.Port port, List<ServerSocket> taken) {
        InetSocketAddress address = port.listen().socketAddress();
        if (address.isUnresolved()) {
            return unknown(port);
        }
        try {
            ServerSocket socket = new ServerSocket();
            taken.add(socket);
            socket.setReuseAddress(true);
            socket.bind(address);
            return Finding.good("Port " + port.listen() + " is free (" + port.setting() + ").");
        } catch (IOException e) {
            return Finding.bad(
                    "Port " + port.listen() + " cannot be had (" + port.setting() + "): " + e.getMessage(),
                    advice(port, String.valueOf(e.getMessage())));
        }
    }

    private static String advice(AppConfig.Port port, String why) {
        if (why.contains("Permission denied")) {
            return "Ports below 1024 are for root and for whom it lets: give the service the capability"
                    + " CAP_NET_BIND_SERVICE, or change " + port.setting() + ".";
        }
        if (why.contains("Cannot assign")) {
            return "\"ip address\" shows this machine's addresses. Change " + port.setting()
                    + " to one of them, or to * for all.";
        }
        return "\"ss -ltnp | grep :" + port.listen().port()
                + "\" shows who has it: another server, or another setting of this one."
                + " End that program, or change " + port.setting() + ".";
    }

    private static void letGo(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Finding unknown(AppConfig.Port port) {
        return Finding.bad(
                port.setting() + ": " + port.listen().host() + " is no address of this machine.",
                "Name one, or * for all of them.");
    }

    private static String named(AppConfig.Port port) {
        return port.listen() + " (" + port.setting() + ")";
    }
}
