package org.ratatosk.server.testing;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on a loopback port of its own, by UDP and TCP, that answers like a resolver from records that a test writes down. It
 * can also keep silent, fail, cut short and sign. Thread-safe.
 */
public final class TestDns implements AutoCloseable {
    private static final int MAX_UDP = 1232;
    private static final int ALIASES_PER_ANSWER = 2;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-dns");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Name> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<Name> forged = ConcurrentHashMap.newKeySet();
    private volatile Path zoneFile;
    private final Map<Name, Zone> zones = new ConcurrentHashMap<>();

    /** A zone whose answers are signed. */
    private record Zone(DNSKEYRecord key, KeyPair pair, Instant from) {}

    /** A server that knows nothing yet. */
    public TestDns() {
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            DatagramSocket datagrams = null;
            ServerSocket connections = null;
            while (datagrams == null) {
                connections = new ServerSocket(0, 50, loopback);
                try {
                    datagrams = new DatagramSocket(connections.getLocalPort(), loopback);
                } catch (IOException taken) {
                    connections.close();
                }
            }
            udp = datagrams;
            tcp = connections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::serveUdp);
        threads.execute(this::serveTcp);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) tcp.getLocalSocketAddress();
    }

    /** Adds records as in a zone file: {@code host.example.test. 300 IN A 192.0.2.1}. */
    public TestDns add(String... lines) {
        records.addAll(parse(String.join("\n", lines) + "\n"));
        return this;
    }

    private static List<Record> parse(String text) {
        List<Record> parsed = new ArrayList<>();
        try {
            Master master = new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Name.root, 300);
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                parsed.add(record);
            }
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file of records anew at every question, besides what was added: for programs that change records. */
    public void alsoFrom(Path file) {
        zoneFile = file;
    }

    /** Forgets all records. */
    public void clear() {
        records.clear();
    }

    /** Never answers about a name. */
    public void keepSilentAbout(String name) {
        silent.add(Name.fromConstantString(name));
    }

    /** Answers SERVFAIL about a name. */
    public void failAbout(String name) {
        failing.add(name);
    }

    /** Answers SERVFAIL about one type of record of a name. */
    public void failAbout(String type, String name) {
        failing.add(type + " " + name);
    }

    /** Puts a wrong signature under what is said about a name of a signed zone. */
    public void forge(String name) {
        forged.add(Name.fromConstantString(name));
    }

    /** Signs a zone from now on, for a month; returns the trust anchor that proves it, as text. */
    public String sign(String zone, Instant now) {
        try {
            KeyPair pair = pair();
            Name name = Name.fromConstantString(zone);
            DNSKEYRecord key = new DNSKEYRecord(
                    name,
                    DClass.IN,
                    300,
                    DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                    DNSKEYRecord.Protocol.DNSSEC,
                    DNSSEC.Algorithm.ECDSAP256SHA256,
                    pair.getPublic());
            records.add(key);
            zones.put(name, new Zone(key, pair, now.minus(Duration.ofDays(1))));
            return key.toString();
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was asked, in order, as {@code udp A host.example.test.} */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** How often something was asked, by either way. */
    public long asked(String type, String name) {
        return asked.stream()
                .filter(line -> line.endsWith(" " + type + " " + name))
                .count();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        threads.shutdownNow();
    }

    // the two ways

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket in = new DatagramPacket(buffer, buffer.length);
                udp.receive(in);
                Message query = new Message(Arrays.copyOf(buffer, in.getLength()));
                Message answer = answer("udp", query);
                if (answer != null) {
                    byte[] out = answer.toWire(MAX_UDP);
                    udp.send(new DatagramPacket(out, out.length, in.getSocketAddress()));
                }
            } catch (IOException | DNSSEC.DNSSECException e) {
                // a broken question, or the end
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                threads.execute(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] question = in.readNBytes(in.readUnsignedShort());
                Message answer = answer("tcp", new Message(question));
                if (answer != null) {
                    byte[] wire = answer.toWire(Message.MAXLENGTH);
                    out.writeShort(wire.length);
                    out.write(wire);
                    out.flush();
                }
            }
        } catch (IOException | DNSSEC.DNSSECException e) {
            // the other side has what it wanted
        }
    }

    // what is said

    private Message answer(String way, Message query) throws DNSSEC.DNSSECException {
        Record question = query.getQuestion();
        asked.add(way + " " + Type.string(question.getType()) + " " + question.getName());
        if (silent.contains(question.getName())) {
            return null;
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RD);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        OPTRecord options = query.getOPT();
        if (options != null) {
            answer.addRecord(new OPTRecord(MAX_UDP, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        }
        String name = question.getName().toString();
        if (failing.contains(name) || failing.contains(Type.string(question.getType()) + " " + name)) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        boolean signed = options != null && (options.getFlags() & ExtendedFlags.DO) != 0;
        fill(answer, question, signed);
        return answer;
    }

    private void fill(Message answer, Record question, boolean signed) throws DNSSEC.DNSSECException {
        Name name = question.getName();
        for (int aliases = 0; aliases <= ALIASES_PER_ANSWER; aliases++) {
            List<Record> found = find(name, question.getType());
            List<Record> alias = find(name, Type.CNAME);
            if (!found.isEmpty()) {
                put(answer, Section.ANSWER, found, signed);
                return;
            }
            if (alias.isEmpty()) {
                deny(answer, name, signed);
                return;
            }
            put(answer, Section.ANSWER, alias, signed);
            name = ((CNAMERecord) alias.get(0)).getTarget();
        }
    }

    private List<Record> find(Name name, int type) {
        Path file = zoneFile;
        try {
            List<Record> more = file == null || !Files.exists(file) ? List.of() : parse(Files.readString(file));
            return Stream.concat(records.stream(), more.stream())
                    .filter(record -> record.getName().equals(name) && record.getType() == type)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deny(Message answer, Name name, boolean signed) throws DNSSEC.DNSSECException {
        // A name below which there are others exists too (RFC 8020).
        boolean known = records.stream().anyMatch(record -> record.getName().subdomain(name));
        Name zone = zoneOf(name);
        for (Record soa : records) {
            if (soa instanceof SOARecord && name.subdomain(soa.getName())) {
                put(answer, Section.AUTHORITY, List.of(soa), signed);
            }
        }
        if (zone == null || !signed) {
            answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
            return;
        }
        // A signed "nothing of that type" about just this name (RFC 4470) stands for every denial.
        List<Integer> types = new ArrayList<>(List.of(Type.RRSIG, Type.NSEC));
        records.stream().filter(record -> record.getName().equals(name)).forEach(record -> types.add(record.getType()));
        try {
            Name next = new Name("\\000", name);
            int[] all = types.stream().mapToInt(Integer::intValue).distinct().toArray();
            put(answer, Section.AUTHORITY, List.of(new NSECRecord(name, DClass.IN, 60, next, all)), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Name zoneOf(Name name) {
        return zones.keySet().stream().filter(name::subdomain).findFirst().orElse(null);
    }

    private void put(Message answer, int section, List<Record> found, boolean signed) throws DNSSEC.DNSSECException {
        found.forEach(record -> answer.addRecord(record, section));
        Name zone = zoneOf(found.get(0).getName());
        if (zone == null || !signed) {
            return;
        }
        Zone keys = zones.get(zone);
        RRSIGRecord signature = DNSSEC.sign(
                new RRset(found.toArray(Record[]::new)),
                keys.key(),
                forged.contains(found.get(0).getName())
                        ? pair().getPrivate()
                        : keys.pair().getPrivate(),
                keys.from(),
                keys.from().plus(Duration.ofDays(30)));
        answer.addRecord(signature, section);
    }
}
