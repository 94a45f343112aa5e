package io.crawljob.worker.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** Sites told apart by name, each by http and https, on the loopback address, with one log of who was asked for what with which cookies. */
public final class NamedSites implements AutoCloseable {

    /**
     * One answer.
     *
     * @param cookies headers Set-Cookie
     * @param location of a redirect
     */
    public record Answer(
            int status,
            String body,
            List<String> cookies,
            @Nullable String location) {

        public static Answer page(String... links) {
            var body = new StringBuilder("<title>Page</title>");
            for (var link : links) body.append("<a href='%s'>link</a>".formatted(link));
            return new Answer(200, body.toString(), List.of(), null);
        }

        public Answer setting(String... set) {
            return new Answer(status, body, List.of(set), location);
        }
    }

    private final HeldCertificate certificate;
    private final HttpServer plain;
    private final HttpsServer secure;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    /** What is sent to where it was asked for until it is asked with a cookie of this name. */
    private final Map<String, String> walls = new ConcurrentHashMap<>();

    private final List<String> log = new CopyOnWriteArrayList<>();

    public NamedSites(String... names) {
        var own = new HeldCertificate.Builder();
        for (var name : names) own.addSubjectAlternativeName(name);
        certificate = own.build();
        var handshake =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            plain = HttpServer.create(anyPort, 0);
            secure = HttpsServer.create(anyPort, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        secure.setHttpsConfigurator(new HttpsConfigurator(handshake.sslContext()));
        for (var server : List.of(plain, secure)) {
            server.createContext("/", this::answer);
            server.start();
        }
    }

    public X509Certificate certificate() {
        return certificate.certificate();
    }

    public NamedSites on(String name, String path, Answer answer) {
        answers.put(name + path, answer);
        return this;
    }

    /** A page that is shown to those alone who come with the cookie; others are given it, and sent to the same page. */
    public NamedSites wall(String name, String path, String cookie) {
        walls.put(name + path, cookie);
        return on(name, path, Answer.page());
    }

    public String http(String name, String path) {
        return "http://%s:%d%s".formatted(name, plain.getAddress().getPort(), path);
    }

    public String https(String name, String path) {
        return "https://%s:%d%s".formatted(name, secure.getAddress().getPort(), path);
    }

    /** A line a request, in order: name and path, a blank, and its header Cookie. */
    public List<String> log() {
        return List.copyOf(log);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var name = headers.getFirst("Host").replaceFirst(":\\d+$", "");
        var page = name + exchange.getRequestURI().getPath();
        var cookies = String.join(" | ", headers.getOrDefault("Cookie", List.of()));
        log.add(page + " " + cookies);
        var answer = answers.getOrDefault(page, new Answer(404, "none", List.of(), null));
        var wall = walls.get(page);
        if (wall != null && !cookies.contains(wall.substring(0, wall.indexOf(';')))) {
            answer = new Answer(302, "", List.of(wall), exchange.getRequestURI().getPath());
        }
        try (exchange) {
            var said = exchange.getResponseHeaders();
            said.set("Content-Type", "text/html");
            answer.cookies().forEach(cookie -> said.add("Set-Cookie", cookie));
            if (answer.location() != null) said.set("Location", answer.location());
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        plain.stop(0);
        secure.stop(0);
    }
}
