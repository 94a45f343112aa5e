package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.Fetch.Header;
import io.crawljob.crds.v1alpha1.KeyRef;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.crds.v1alpha1.Workers;
import io.crawljob.queue.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The headers that a job adds to its requests: only such as change nothing of how a request is made. */
final class Headers {

    private static final int MOST = 20;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 4_096;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e\\t]*");
    private static final Pattern FILE = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    /** Of the connection, of the message, or this program's own: RFC 9110, sections 7 and 13. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "keep-alive",
            "expect",
            "http2-settings",
            "accept-encoding",
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range",
            "via",
            "forwarded",
            "max-forwards");

    private Headers() {}

    static void check(CrawlJobSpec spec, References references, Problems problems) {
        var headers = spec.fetch().headers();
        if (headers.isEmpty()) return;
        problems.most("spec.fetch.headers", headers, MOST);
        if (spec.fetch().cacheSeconds() > 0) {
            problems.invalid(
                    "spec.fetch.cacheSeconds",
                    "is %d beside spec.fetch.headers; what a job may see by its headers is not kept for others: set one of both"
                            .formatted(spec.fetch().cacheSeconds()));
        }
        var names = new HashSet<String>();
        for (var i = 0; i < headers.size(); i++) {
            var field = "spec.fetch.headers[%d]".formatted(i);
            name(field, Objects.requireNonNullElse(headers.get(i).name(), ""), names, problems);
            value(field, headers.get(i), references, problems);
        }
    }

    private static void name(String field, String name, Set<String> names, Problems problems) {
        var lower = name.toLowerCase(Locale.ROOT);
        problems.longest(field + ".name", name, LONGEST_NAME);
        if (!TOKEN.matcher(name).matches()) {
            problems.invalid(field + ".name", "is %s, which is no name of a header".formatted(Problems.quoted(name)));
        } else if (lower.equals("user-agent")) {
            problems.invalid(field + ".name", "is %s: use spec.fetch.userAgent".formatted(name));
        } else if (OURS.contains(lower) || lower.startsWith("proxy-") || lower.startsWith("x-forwarded-")) {
            problems.invalid(
                    field + ".name",
                    "is %s, which says how a request is made and is set by the crawler alone: leave it out"
                            .formatted(name));
        } else if (!names.add(lower)) {
            problems.invalid(field + ".name", "is %s, which stands there twice: leave one out".formatted(name));
        }
    }

    private static void value(String field, Header header, References references, Problems problems) {
        var value = header.value();
        var from = header.valueFrom();
        if ((value == null) == (from == null)) {
            problems.invalid(field, "needs exactly one of value and valueFrom");
        } else if (value != null) {
            problems.longest(field + ".value", value, LONGEST_VALUE);
            if (!TEXT.matcher(value).matches()) {
                problems.invalid(field + ".value", "has characters other than printable ASCII: leave them out");
            }
        } else if (from != null) {
            secret(field + ".valueFrom", from, references, problems);
        }
    }

    private static void secret(String field, KeyRef from, References references, Problems problems) {
        var name = Objects.requireNonNullElse(from.name(), "");
        if (!FILE.matcher(Objects.requireNonNullElse(from.key(), "")).matches() || name.isEmpty()) {
            problems.invalid(field, "needs the name and a key of a Secret");
            return;
        }
        if (!references.queueExists() || offered(name, references).isPresent()) return;
        problems.add(
                Reason.SECRET_NOT_ALLOWED,
                field,
                "names Secret %s; the job's CrawlQueue offers %s: add it to the queue's spec.workers.secrets, with the hosts that it is for"
                        .formatted(name, offers(references)));
    }

    private static String offers(References references) {
        if (references.secrets().isEmpty()) return "none";
        return references.secrets().stream().map(Workers.Secret::name).collect(Collectors.joining(", "));
    }

    private static java.util.Optional<Workers.Secret> offered(String name, References references) {
        return references.secrets().stream()
                .filter(it -> name.equals(it.name()))
                .findFirst();
    }

    static List<Plan.Header> of(CrawlJobSpec spec) {
        return spec.fetch().headers().stream().map(Headers::plan).toList();
    }

    private static Plan.Header plan(Header header) {
        var from = header.valueFrom();
        return new Plan.Header(
                Objects.requireNonNull(header.name()),
                header.value(),
                from == null
                        ? null
                        : new Plan.SecretKey(Objects.requireNonNull(from.name()), Objects.requireNonNull(from.key())));
    }
}
