package org.ratatosk.server.conversation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.xml.Element;

/** A whole server on the loopback interface: clients come over TCP and TLS. Confined to one thread. */
public final class NetworkPlayer implements Player {
    private static final String ECHO = "echo.example.org";
    private final List<StanzaClient> clients = new ArrayList<>();
    private final List<NetworkedComponent> components = new ArrayList<>();
    private final TestServer server;

    /** Starts a server with the settings that scripts count on. */
    public NetworkPlayer(Function<ServerConfig, List<Feature>> features) {
        this.server = new TestServer(NetworkPlayer::config, features);
    }

    private static ServerConfig config(ServerConfig places) {
        ServerConfig scripts = EmbeddedPlayer.config();
        ServerConfig whole = new ServerConfig(
                scripts.domains(),
                places.data(),
                places.tls(),
                places.starttls(),
                places.directTls(),
                scripts.limits(),
                scripts.contacts(),
                scripts.registration());
        return RawComponent.components(ECHO).apply(whole);
    }

    @Override
    public void accounts(List<Jid> bare) {
        bare.forEach(jid -> server.account(jid.toString()));
    }

    @Override
    public void admins(List<Jid> bare) {
        bare.forEach(jid -> server.server()
                .server()
                .admin()
                .setRole(jid, Account.Role.ADMIN)
                .toCompletableFuture()
                .join());
    }

    @Override
    public Client connect(Jid full, boolean streamManagement) {
        StanzaClient client = StanzaClient.connect(server, full, streamManagement);
        clients.add(client);
        return new Networked(client);
    }

    @Override
    public Client component(String domain) {
        NetworkedComponent component = new NetworkedComponent(server, domain);
        components.add(component);
        return component;
    }

    @Override
    public void pass(Duration time) {
        settle();
        server.clock().pass(time);
    }

    @Override
    public void diskFull(boolean full) {
        settle();
        server.diskFull(full);
    }

    @Override
    public void restart() {
        settle();
        disconnect();
        server.restart();
    }

    @Override
    public void close() {
        disconnect();
        server.close();
    }

    private void disconnect() {
        clients.forEach(StanzaClient::close);
        clients.clear();
        components.forEach(NetworkedComponent::close);
        components.clear();
    }

    /** What anybody has sent has had its effect when everybody has had an answer twice. */
    private void settle() {
        for (int i = 0; i < 2; i++) {
            clients.stream().filter(StanzaClient::isOpen).forEach(StanzaClient::settle);
            components.stream().filter(NetworkedComponent::isOpen).forEach(NetworkedComponent::settle);
        }
    }

    private final class Networked implements Client {
        private final StanzaClient client;

        Networked(StanzaClient client) {
            this.client = client;
        }

        @Override
        public void send(Element element) {
            client.send(element);
        }

        @Override
        public Optional<Element> receive() {
            return client.receive();
        }

        @Override
        public List<Element> rest() {
            settle();
            return client.rest();
        }

        @Override
        public void acknowledging(boolean on) {
            client.acknowledging(on);
            settle();
        }

        @Override
        public void disconnect() {
            client.end();
            settle();
        }

        @Override
        public void vanish() {
            client.close();
            server.awaitGone(client.jid());
            settle();
        }

        @Override
        public Optional<StreamError.Condition> closedWith() {
            return client.closedWith();
        }
    }
}
