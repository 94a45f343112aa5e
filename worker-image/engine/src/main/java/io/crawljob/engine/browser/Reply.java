package io.crawljob.engine.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.fetch.FetchOutcome;
import java.util.Base64;

/** What the browser is told of a request that it wants to make: the commands of the protocol's Fetch domain. */
final class Reply {

    static final String FULFIL = "Fetch.fulfillRequest";
    static final String FAIL = "Fetch.failRequest";
    static final String CONTINUE = "Fetch.continueRequest";

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final byte[] NOTHING = new byte[0];
    /** Of one transparent point. */
    private static final byte[] IMAGE =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private Reply() {}

    static ObjectNode to(String request) {
        return DevTools.JSON.createObjectNode().put("requestId", request);
    }

    static ObjectNode refusal(String request) {
        return to(request).put("errorReason", "BlockedByClient");
    }

    /** A style sheet without rules: scripts that wait for theirs go on. */
    static ObjectNode noStyle(String request) {
        return body(request, OK, "text/css", NOTHING);
    }

    static ObjectNode noImage(String request) {
        return body(request, OK, "image/gif", IMAGE);
    }

    static ObjectNode document(String request, FetchOutcome.Body document) {
        return body(request, OK, document.contentType(), document.bytes());
    }

    /** What a script asks for of another origin is open to it: no page is signed in anywhere here. */
    static ObjectNode answer(String request, FetchOutcome outcome, String origin) {
        return switch (outcome) {
            case FetchOutcome.Body body -> open(body(request, body.status(), body.contentType(), body.bytes()), origin);
            case FetchOutcome.RedirectTo to -> {
                var reply = open(body(request, to.status(), "", NOTHING), origin);
                header(reply, "Location", to.target().toString());
                yield reply;
            }
            case FetchOutcome.Failed failed ->
                failed.status() >= OK * 2
                        ? open(body(request, failed.status(), "text/plain", NOTHING), origin)
                        : to(request).put("errorReason", "Failed");
        };
    }

    /** Whether a script may ask for more than the plainest: it may. */
    static ObjectNode preflight(String request, String origin) {
        var reply = open(body(request, NO_CONTENT, "", NOTHING), origin);
        header(reply, "Access-Control-Allow-Methods", "GET, HEAD");
        header(reply, "Access-Control-Allow-Headers", "*, Authorization");
        return reply;
    }

    private static ObjectNode open(ObjectNode reply, String origin) {
        if (reply.has("responseCode")) {
            header(reply, "Access-Control-Allow-Origin", origin);
            header(reply, "Access-Control-Allow-Credentials", "true");
        }
        return reply;
    }

    private static ObjectNode body(String request, int status, String type, byte[] bytes) {
        var reply = to(request).put("responseCode", status);
        reply.putArray("responseHeaders");
        if (!type.isEmpty()) header(reply, "Content-Type", type);
        if (bytes.length > 0) reply.put("body", Base64.getEncoder().encodeToString(bytes));
        return reply;
    }

    private static void header(ObjectNode reply, String name, String value) {
        reply.withArray("responseHeaders").addObject().put("name", name).put("value", value);
    }
}
