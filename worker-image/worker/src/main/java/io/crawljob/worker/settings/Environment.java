package io.crawljob.worker.settings;

import io.crawljob.engine.browser.BrowserSettings;
import io.crawljob.engine.fetch.Authorities;
import io.crawljob.engine.fetch.ForwardProxy;
import io.crawljob.engine.fetch.SiteAccess;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.RedisSettings;
import io.crawljob.worker.settings.WorkerSettings.Batch;
import io.crawljob.worker.settings.WorkerSettings.Reach;
import io.crawljob.worker.settings.WorkerSettings.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@link WorkerSettings} from environment variables, once. */
public final class Environment {

    private static final String PREFIX = "CRAWL_";
    private static final String REDACTED = "***";

    /** What came of reading it. */
    public sealed interface Parsed {
        record Valid(WorkerSettings settings) implements Parsed {}

        /** @param problems all of them, one sentence each */
        record Invalid(List<String> problems) implements Parsed {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    public static Parsed parse(Map<String, String> variables) {
        return new Environment(variables).read();
    }

    /** What is set, sorted, with secrets redacted: for the log. */
    public static Map<String, String> describe(Map<String, String> variables) {
        var shown = new TreeMap<String, String>();
        for (var key : Key.values()) {
            var value = variables.get(key.name());
            if (value != null) shown.put(key.name(), shown(key, value));
        }
        return shown;
    }

    private static String shown(Key key, String value) {
        if (key.secret()) return REDACTED;
        if (key == Key.CRAWL_REDIS_CA) return "%d characters".formatted(value.length());
        return key == Key.CRAWL_REDIS_URL || key == Key.CRAWL_PROXY ? withoutUser(value) : value;
    }

    private static String withoutUser(String url) {
        return url.replaceFirst("//[^@/]*@", "//" + REDACTED + "@");
    }

    private Parsed read() {
        refuseUnknown();
        var url = redisUrl();
        var redis = new RedisSettings(
                url,
                blankToNull(text(Key.CRAWL_REDIS_USER)),
                blankToNull(text(Key.CRAWL_REDIS_PASSWORD)),
                text(Key.CRAWL_REDIS_PREFIX),
                redisAuthorities());
        var queue = new QueueKey(text(Key.CRAWL_NAMESPACE), text(Key.CRAWL_QUEUE));
        var worker = text(Key.CRAWL_WORKER);
        var concurrency = number(Key.CRAWL_CONCURRENCY, 1, 1_024);
        var port = number(Key.CRAWL_HTTP_PORT, 0, 65_535);
        var drain = Duration.ofSeconds(number(Key.CRAWL_DRAIN_SECONDS, 0, 86_400));
        var batch = new Batch(
                number(Key.CRAWL_BATCH_SIZE, 1, Frontier.MAX_LINKS),
                Duration.ofMillis(number(Key.CRAWL_BATCH_MILLIS, 0, 1_000)));
        var limitedFor = Duration.ofSeconds(number(Key.CRAWL_LIMITED_SECONDS, 1, 2_592_000));
        var browser = browser();
        var reach = new Reach(new Secrets(Path.of(text(Key.CRAWL_SECRETS_FOLDER)), offered()), sites());
        if (!problems.isEmpty()) return new Parsed.Invalid(problems);
        return new Parsed.Valid(new WorkerSettings(
                redis,
                queue,
                worker,
                concurrency,
                port,
                drain,
                batch,
                WorkerSettings.DEFAULT_EXTEND_EVERY,
                limitedFor,
                browser,
                reach));
    }

    private @Nullable BrowserSettings browser() {
        var program = text(Key.CRAWL_BROWSER);
        var pages = number(Key.CRAWL_BROWSER_PAGES, 1, 100);
        var sandbox = text(Key.CRAWL_BROWSER_SANDBOX);
        if (!sandbox.equals("true") && !sandbox.equals("false")) {
            problems.add("%s must be true or false, not \"%s\"".formatted(Key.CRAWL_BROWSER_SANDBOX, sandbox));
        }
        if (program.isEmpty()) return null;
        if (!Files.isExecutable(Path.of(program))) {
            problems.add("%s is %s, which is no program here: use a worker image with Chromium, or leave it out"
                    .formatted(Key.CRAWL_BROWSER, program));
        }
        return BrowserSettings.of(Path.of(program), sandbox.equals("true")).withPagesAtOnce(pages);
    }

    private SiteAccess sites() {
        var proxy = ForwardProxy.parse(text(Key.CRAWL_PROXY));
        if (proxy.isEmpty() && !text(Key.CRAWL_PROXY).isEmpty()) {
            problems.add("%s must be http://host:port, without a user or a path, not \"%s\""
                    .formatted(Key.CRAWL_PROXY, withoutUser(text(Key.CRAWL_PROXY))));
        }
        return new SiteAccess(proxy.orElse(null), authorities());
    }

    private List<X509Certificate> authorities() {
        var file = text(Key.CRAWL_CA_BUNDLE);
        if (file.isEmpty()) return List.of();
        try {
            return Authorities.parse(Files.readAllBytes(Path.of(file)));
        } catch (NoSuchFileException e) {
            problems.add(
                    "%s is %s, which is not there: on a cluster, the queue's spec.workers.caBundle names a ConfigMap and its key by the last two parts; create it, and the worker starts by itself"
                            .formatted(Key.CRAWL_CA_BUNDLE, file));
        } catch (CertificateException | IOException e) {
            problems.add("%s is %s, which cannot be read as PEM certificates: %s; correct it"
                    .formatted(Key.CRAWL_CA_BUNDLE, file, e.getMessage()));
        }
        return List.of();
    }

    /** {@code name=host,host name=host}. */
    private Map<String, List<String>> offered() {
        var offered = new TreeMap<String, List<String>>();
        for (var part : text(Key.CRAWL_SECRETS).split(" +", -1)) {
            var at = part.indexOf('=');
            if (at > 0 && at < part.length() - 1) {
                offered.put(
                        part.substring(0, at), List.of(part.substring(at + 1).split(",", -1)));
            } else if (!part.isEmpty()) {
                problems.add(
                        "%s must be like \"name=host,host name=host\", not \"%s\"".formatted(Key.CRAWL_SECRETS, part));
            }
        }
        return offered;
    }

    private void refuseUnknown() {
        var known = Arrays.stream(Key.values()).map(Key::name).toList();
        variables.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .forEach(name -> problems.add(
                        "%s is not a setting of the worker: remove it, or use one of %s".formatted(name, known)));
    }

    private String text(Key key) {
        var value = variables.getOrDefault(key.name(), "");
        if (!value.isBlank()) return value.strip();
        var fallback = key.fallback();
        if (fallback != null) return fallback;
        problems.add("%s is not set: it has no default".formatted(key));
        return "";
    }

    private int number(Key key, int least, int most) {
        var text = text(key);
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // told below, with the bounds
        }
        problems.add("%s must be a whole number from %d to %d, not \"%s\"".formatted(key, least, most, text));
        return least;
    }

    private URI redisUrl() {
        var text = text(Key.CRAWL_REDIS_URL);
        if (!text.isEmpty()) {
            try {
                var url = URI.create(text);
                var known = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
                if (known && url.getHost() != null) return url;
            } catch (IllegalArgumentException e) {
                // told below, without a password that may stand in it
            }
            problems.add("%s must be redis://host:port or rediss://host:port, not \"%s\""
                    .formatted(Key.CRAWL_REDIS_URL, shown(Key.CRAWL_REDIS_URL, text)));
        }
        return URI.create("redis://unset");
    }

    private String redisAuthorities() {
        var pem = text(Key.CRAWL_REDIS_CA);
        if (pem.isEmpty()) return pem;
        try {
            RedisSettings.checkAuthorities(pem);
            return pem;
        } catch (CertificateException e) {
            problems.add("%s cannot be read as PEM certificates: %s; correct it"
                    .formatted(Key.CRAWL_REDIS_CA, e.getMessage()));
            return "";
        }
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
