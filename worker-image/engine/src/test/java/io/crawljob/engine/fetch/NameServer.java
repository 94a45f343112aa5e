package io.crawljob.engine.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on loopback, by UDP (RFC 1035), that says of each name what a test wants. */
final class NameServer implements AutoCloseable {

    interface Zone {
        /** @param time how often the name was asked for, with this time; no addresses: there is no such name */
        List<String> addresses(String name, int time);
    }

    private static final int HEADER = 12;
    private static final int IPV4 = 1;
    private static final int IPV6 = 28;
    private static final int ANSWER = 0x8580;
    private static final int NO_SUCH_NAME = 3;
    private static final int NAME_OF_QUESTION = 0xC00C;

    private final Zone zone;
    private final DatagramSocket socket;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    NameServer(Zone zone) throws IOException {
        this.zone = zone;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("name-server").daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How often each name's IPv4 addresses were asked for. */
    Map<String, Integer> asked() {
        return Map.copyOf(asked);
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        try {
            while (true) {
                packet.setLength(512);
                socket.receive(packet);
                var answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) throw new UncheckedIOException(e);
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        var id = query.getShort(0);
        query.position(HEADER);
        var name = name(query);
        var type = query.getShort();
        var question = new byte[query.position() + 2 - HEADER];
        query.get(HEADER, question);
        // A lookup asks for IPv4 first.
        var time = type == IPV4 ? asked.merge(name, 1, Integer::sum) : asked.getOrDefault(name, 1);
        var all = zone.addresses(name, time);
        var wanted = addresses(all, type);
        var answer = ByteBuffer.allocate(512)
                .putShort(id)
                .putShort((short) (all.isEmpty() ? ANSWER | NO_SUCH_NAME : ANSWER))
                .putShort((short) 1)
                .putShort((short) wanted.size())
                .putInt(0)
                .put(question);
        for (var address : wanted) {
            answer.putShort((short) NAME_OF_QUESTION)
                    .putShort(type)
                    .putShort((short) 1)
                    .putInt(0);
            answer.putShort((short) address.length).put(address);
        }
        var bytes = new byte[answer.position()];
        answer.get(0, bytes);
        return bytes;
    }

    private static String name(ByteBuffer query) {
        var labels = new ArrayList<String>();
        for (var length = query.get(); length > 0; length = query.get()) {
            var label = new byte[length];
            query.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        return String.join(".", labels);
    }

    private static List<byte[]> addresses(List<String> texts, int type) throws IOException {
        var addresses = new ArrayList<byte[]>();
        for (var text : texts) {
            var isOfType = text.contains(":") == (type == IPV6);
            if (isOfType) addresses.add(bytes(text));
        }
        return addresses;
    }

    /** A mapped address stays one of 16 bytes. */
    private static byte[] bytes(String text) throws IOException {
        var bytes = InetAddress.getByName(text).getAddress();
        if (!text.contains(":") || bytes.length == 16) return bytes;
        return ByteBuffer.allocate(16)
                .position(10)
                .putShort((short) -1)
                .put(bytes)
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
