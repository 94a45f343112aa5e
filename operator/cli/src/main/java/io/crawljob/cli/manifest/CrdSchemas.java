package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.crds.v1alpha1.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The schemas of our kinds, from the very files that a cluster is given. */
final class CrdSchemas {

    private CrdSchemas() {}

    static Schema of(Kind kind) {
        var path = "/crds/" + kind.plural() + ".crawljob.io.yaml";
        try (var in = CrdSchemas.class.getResourceAsStream(path)) {
            if (in == null) throw new IllegalStateException("not on the class path: " + path);
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var crd = YamlDocument.readAll(path, text).getFirst().content();
            return new Schema(openApi(crd));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** The kinds that a schema of ours is there for. */
    enum Kind {
        CRAWL_JOB("CrawlJob", "crawljobs"),
        CRAWL_QUEUE("CrawlQueue", "crawlqueues"),
        CRAWL_SCHEDULE("CrawlSchedule", "crawlschedules"),
        HOST_POLICY("HostPolicy", "hostpolicies");

        private final String word;
        private final String plural;

        Kind(String word, String plural) {
            this.word = word;
            this.plural = plural;
        }

        String word() {
            return word;
        }

        String plural() {
            return plural;
        }
    }

    /** The schema of what a person writes: a status that stands in the file is not looked at, as the API server does not either. */
    private static JsonNode openApi(JsonNode crd) {
        for (var version : crd.path("spec").path("versions")) {
            if (version.path("name").asText().equals(Api.VERSION)) {
                return version.path("schema").path("openAPIV3Schema");
            }
        }
        throw new IllegalStateException("the CRD has no version " + Api.VERSION);
    }
}
