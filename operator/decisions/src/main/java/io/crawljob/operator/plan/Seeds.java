package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.KeyRef;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.crds.v1alpha1.Source;
import io.crawljob.crds.v1alpha1.Source.Urls;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a crawl begins.
 *
 * @param urls canonical, each once, in the order of the spec
 * @param warnings what was left out and why; only a batch leaves out, a site's seeds have to be right
 */
record Seeds(List<Seed> urls, List<String> warnings) {

    static final int LONGEST_URL = 2_083;
    private static final int MOST_SEEDS = 1_000;
    private static final int MOST_LISTED = 5_000;

    Seeds {
        urls = List.copyOf(urls);
        warnings = List.copyOf(warnings);
    }

    /** @param field where it stands, such as {@code spec.source.site.seeds[0]} */
    record Seed(String field, CanonicalUrl url) {}

    static Seeds read(@Nullable Source source, References references, Problems problems) {
        var none = new Seeds(List.of(), List.of());
        if (source == null || members(source) != 1) {
            problems.invalid(
                    "spec.source",
                    "has %d members; it has to have exactly one, such as site or urls"
                            .formatted(source == null ? 0 : members(source)));
            return none;
        }
        if (source.site() != null) {
            problems.most("spec.source.site.seeds", source.site().seeds(), MOST_SEEDS);
            return list("spec.source.site.seeds", source.site().seeds(), problems);
        }
        return source.urls() == null ? none : batch(source.urls(), references.configMap(), problems);
    }

    private static long members(Source source) {
        return Stream.of(source.site(), source.urls(), source.arxiv(), source.github(), source.semanticScholar())
                .filter(Objects::nonNull)
                .count();
    }

    private static Seeds batch(Urls urls, @Nullable Map<String, String> configMap, Problems problems) {
        var reference = urls.configMapKeyRef();
        if ((reference != null) == !urls.list().isEmpty()) {
            problems.invalid("spec.source.urls", "has to have exactly one of list and configMapKeyRef");
            return new Seeds(List.of(), List.of());
        }
        if (reference != null) return configMap(reference, configMap, problems);
        problems.most("spec.source.urls.list", urls.list(), MOST_LISTED);
        return list("spec.source.urls.list", urls.list(), problems);
    }

    private static Seeds configMap(KeyRef reference, @Nullable Map<String, String> data, Problems problems) {
        var field = "spec.source.urls.configMapKeyRef";
        if (reference.name() == null || reference.key() == null) {
            problems.invalid(field, "has to have a name and a key");
            return new Seeds(List.of(), List.of());
        }
        var text = data == null ? null : data.get(reference.key());
        if (text == null) {
            var what = data == null
                    ? "ConfigMap %s is not in this namespace: create it".formatted(reference.name())
                    : "ConfigMap %s has no key %s (it has %s): add it"
                            .formatted(reference.name(), reference.key(), keys(data.keySet()));
            problems.add(Reason.CONFIG_MAP_NOT_FOUND, field, what + "; the crawl begins by itself");
            return new Seeds(List.of(), List.of());
        }
        return lines(field, text, problems);
    }

    private static String keys(Set<String> keys) {
        return keys.isEmpty()
                ? "none"
                : String.join(", ", keys.stream().sorted().limit(10).toList());
    }

    /** A URL a line; what begins with # and empty lines are for people. */
    private static Seeds lines(String field, String text, Problems problems) {
        var lines = text.split("\\R", -1);
        var seeds = new ArrayList<Seed>();
        var seen = new LinkedHashSet<CanonicalUrl>();
        var warnings = new Warnings();
        for (var i = 0; i < lines.length; i++) {
            var line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            var at = "line %d".formatted(i + 1);
            var url = parse(line);
            if (url == null) warnings.add(at + " " + wrong(line));
            else if (seen.add(url)) seeds.add(new Seed(at, url));
        }
        if (seeds.isEmpty()) {
            problems.invalid(
                    field, "names a text without a usable URL" + warnings.inBrackets() + ": put one a line there");
        }
        return new Seeds(seeds, warnings.told());
    }

    private static Seeds list(String field, List<String> texts, Problems problems) {
        if (texts.isEmpty()) problems.invalid(field, "is empty: name at least one URL, such as https://example.org/");
        var seeds = new ArrayList<Seed>();
        var seen = new LinkedHashSet<CanonicalUrl>();
        for (var i = 0; i < texts.size(); i++) {
            var at = "%s[%d]".formatted(field, i);
            var url = parse(texts.get(i));
            if (url == null) problems.invalid(at, wrong(texts.get(i)));
            else if (seen.add(url)) seeds.add(new Seed(at, url));
        }
        return new Seeds(seeds, List.of());
    }

    private static @Nullable CanonicalUrl parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST_URL) return null;
        return CanonicalUrl.parse(text.strip()).orElse(null);
    }

    private static String wrong(@Nullable String text) {
        if (text == null) return "is null: leave it out";
        if (text.length() > LONGEST_URL) {
            return "has %d characters; the limit is %d".formatted(text.length(), LONGEST_URL);
        }
        return "is %s; a crawl needs an absolute URL with http or https, a host, and no user name or password"
                .formatted(Problems.quoted(text));
    }
}
