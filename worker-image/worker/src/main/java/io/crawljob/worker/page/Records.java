package io.crawljob.worker.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.page.Page;
import io.crawljob.engine.page.PageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes the record of a page: one JSON object, the same for every sink. Absent parts are left out. */
final class Records {

    private static final JsonMapper JSON = new JsonMapper();

    private Records() {}

    /**
     * @param fetchedAt when the server said that the page is so
     * @param cached whether no request was made for it
     * @param rendered whether a browser has run its scripts
     */
    record Notes(Instant fetchedAt, boolean cached, boolean rendered, List<String> warnings) {}

    static String write(Visit visit, Body body, Page page, Notes notes) {
        var record = JSON.createObjectNode();
        var plan = visit.plan();
        record.put("job", plan.job().namespace() + "/" + plan.name());
        record.put("uid", plan.job().uid());
        record.put("run", plan.run());
        record.put("url", visit.url().toString());
        record.put("finalUrl", body.url().toString());
        record.put("httpStatus", body.status());
        record.put("contentType", page.contentType());
        record.put("bytes", body.bytes().length);
        record.put("depth", visit.lease().depth());
        if (visit.page().parent() != null) record.put("parent", visit.page().parent());
        record.put("fetchedAt", notes.fetchedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        record.put("attempt", visit.lease().attempt() + 1);
        if (notes.cached()) record.put("fromCache", true);
        if (notes.rendered()) record.put("rendered", true);
        if (body.isUnchanged()) record.put("unchanged", true);
        PageRecord.addTo(record, page, visit.job().reader().extraction());
        if (!notes.warnings().isEmpty()) notes.warnings().forEach(record.putArray("warnings")::add);
        return text(record);
    }

    private static String text(ObjectNode record) {
        try {
            return JSON.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that cannot be written", e);
        }
    }
}
