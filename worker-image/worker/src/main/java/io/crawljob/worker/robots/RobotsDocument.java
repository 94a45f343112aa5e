package io.crawljob.worker.robots;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crawljob.engine.robots.RobotsRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is kept of an origin's answer, for all agents and all workers.
 *
 * @param content as it came, cut at what is parsed of it; empty where everything is allowed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record RobotsDocument(long fetchedAtEpochMillis, byte[] content) {

    private static final JsonMapper JSON = new JsonMapper();

    static RobotsDocument of(Instant fetchedAt, byte[] content) {
        var cut = content.length > RobotsRules.MOST_BYTES ? Arrays.copyOf(content, RobotsRules.MOST_BYTES) : content;
        return new RobotsDocument(fetchedAt.toEpochMilli(), cut);
    }

    /** How long it still holds; not positive when it no longer does. */
    Duration left(Instant now, Duration kept) {
        return Duration.between(now, Instant.ofEpochMilli(fetchedAtEpochMillis).plus(kept));
    }

    RobotsRules rules(String userAgent) {
        return content.length == 0 ? RobotsRules.allowAll() : RobotsRules.parse(content, userAgent);
    }

    String encode() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("robots rules that cannot be written", e);
        }
    }

    /** Empty when another version of the worker wrote it so that this one cannot read it: then it is fetched anew. */
    static Optional<RobotsDocument> decode(String json) {
        try {
            return Optional.of(JSON.readValue(json, RobotsDocument.class)).filter(document -> document.content != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
