package io.crawljob.engine.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.address.AddressGuard;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.address.AddressVerdict;
import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.page.Extraction;
import io.crawljob.engine.page.PageReader;
import io.crawljob.engine.page.PageRecord;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.engine.url.UrlReading;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code crawl check} answers: each takes one object and never fails, a problem is {@code {"error": …}}. Asks nothing of the network. Thread-safe. */
public final class Checks {

    /** Robots directives of pages are read as addressed to everybody. */
    private static final String NOBODY_IN_PARTICULAR = "CrawlJob";

    /** What a robots.txt says of no URL is what it says of the site's root. */
    private static final CanonicalUrl SOME_ROOT =
            CanonicalUrl.parse("http://site.invalid/").orElseThrow();

    private final ParseBudget budget = new ParseBudget();
    private final AddressGuard guard = new AddressGuard(AddressPolicy.PUBLIC);

    /** In: agent, robots or robotsBase64, url. Out: allowed, and crawlDelaySeconds if the file names one. */
    public ObjectNode robots(ObjectNode question) {
        return answer(() -> {
            var url = text(question, "url").isEmpty() ? SOME_ROOT : crawlable(question);
            var content = bytes(question, "robots");
            var rules = RobotsRules.parse(content, text(question, "agent"));
            var answer = object().put("allowed", rules.allows(url));
            rules.crawlDelay().ifPresent(delay -> {
                if (delay.toMillisPart() == 0) answer.put("crawlDelaySeconds", delay.toSeconds());
                else answer.put("crawlDelaySeconds", delay.toMillis() / 1000.0);
            });
            return answer;
        });
    }

    /** In: base (may be absent), url. Out: parsed, with url, or with refused if no crawl may use it; or error. */
    public ObjectNode url(ObjectNode question) {
        return answer(() -> {
            var base = question.path("base").isTextual() ? question.path("base").textValue() : null;
            return switch (UrlReading.read(base, text(question, "url"))) {
                case UrlReading.Accepted(var parsed, var url) ->
                    object().put("parsed", parsed).put("url", url.toString());
                case UrlReading.Refused(var parsed, var reason) ->
                    object().put("parsed", parsed).put("refused", reason);
                case UrlReading.Invalid(var reason) -> object().put("error", reason);
            };
        });
    }

    /** In: url, contentType, body or bodyBase64, and fields as a job's {@code extract.fields} has them. Out: the record's parts, all extractors on. */
    public ObjectNode extract(ObjectNode question) {
        return answer(() -> {
            var contentType = question.path("contentType").asText("");
            var body = new Body(
                    crawlable(question),
                    200,
                    contentType,
                    "",
                    List.of(),
                    bytes(question, "body"),
                    false,
                    Validators.NONE);
            var extraction = new Extraction(true, true, true, true, FieldQuestion.rules(question.path("fields")));
            var page = new PageReader(NOBODY_IN_PARTICULAR, extraction, budget).read(body);
            var answer = object();
            PageRecord.addTo(answer, page, extraction);
            if (!page.warnings().isEmpty()) page.warnings().forEach(answer.putArray("warnings")::add);
            return answer;
        });
    }

    /** In: url or address. Out: allowed, and reason if it is not. A name is judged as a name, without resolving it. */
    public ObjectNode address(ObjectNode question) {
        return answer(() -> switch (question.has("address")
                ? judgeAddress(text(question, "address"))
                : judgeUrl(text(question, "url"))) {
            case AddressVerdict.Allowed _ -> object().put("allowed", true);
            case AddressVerdict.Refused(var reason) ->
                object().put("allowed", false).put("reason", reason.word());
        });
    }

    private AddressVerdict judgeUrl(String text) {
        return CanonicalUrl.parse(text)
                .map(guard::judge)
                .orElse(new AddressVerdict.Refused(AddressVerdict.Reason.INVALID));
    }

    /** Bare, as it stands in a log or a DNS answer; or in brackets; or a name. */
    private AddressVerdict judgeAddress(String address) {
        var host = address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
        return host.chars().anyMatch(c -> "/?#@\\".indexOf(c) >= 0)
                ? new AddressVerdict.Refused(AddressVerdict.Reason.INVALID)
                : judgeUrl("http://" + host + "/");
    }

    private static CanonicalUrl crawlable(ObjectNode question) {
        return CanonicalUrl.parse(text(question, "url"))
                .orElseThrow(() -> new BadQuestion("url is no URL that a crawl may use"));
    }

    private static byte[] bytes(ObjectNode question, String name) {
        if (!question.has(name + "Base64")) return text(question, name).getBytes(StandardCharsets.UTF_8);
        try {
            return Base64.getDecoder().decode(text(question, name + "Base64"));
        } catch (IllegalArgumentException e) {
            throw new BadQuestion(name + "Base64 is not Base64: " + e.getMessage());
        }
    }

    private static String text(ObjectNode question, String name) {
        return Optional.ofNullable(question.path(name).textValue())
                .orElseThrow(() -> new BadQuestion(name + " is missing, or is not a string"));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode answer(Supplier<ObjectNode> question) {
        try {
            return question.get();
        } catch (BadQuestion e) {
            return object().put("error", e.getMessage());
        }
    }
}
