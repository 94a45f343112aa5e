package io.crawljob.worker.page;

import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.browser.RenderOutcome;
import io.crawljob.engine.browser.RenderRequest;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.page.PageReader;
import io.crawljob.engine.scope.Decision;
import io.crawljob.queue.Plan;
import java.util.List;

/** Shows pages as their jobs want to see them: as they came, or rendered. Thread-safe. */
final class Showing {

    private static final String RENDERED = "text/html; charset=utf-8";

    private final PageParts parts;
    private final Judgement judgement;
    private final Scripts scripts = new Scripts();

    Showing(PageParts parts, Judgement judgement) {
        this.parts = parts;
        this.judgement = judgement;
    }

    /** False for a plan that needs a browser, where there is none. */
    boolean can(Plan plan) {
        return plan.fetch().render() == Plan.Render.NEVER || parts.browser() != null;
    }

    Shown show(Visit visit, Body body) throws InterruptedException {
        var browser = parts.browser();
        var needed = switch (visit.plan().fetch().render()) {
            case NEVER -> false;
            case ALWAYS -> PageReader.isHtml(body);
            case AUTO -> parts.reading().needsScripts(visit.job().reader(), body);
        };
        return needed && browser != null ? render(browser, visit, body) : new Shown.Page(body, false, List.of());
    }

    private Shown render(Browser browser, Visit visit, Body body) throws InterruptedException {
        var network = new PageNetwork(parts, judgement, scripts, visit, body.url());
        var job = visit.job();
        var request = new RenderRequest(
                body, job.userAgent(), job.timeout(), visit.plan().fetch().maxBodyBytes());
        return switch (browser.render(request, network)) {
            case RenderOutcome.Rendered rendered -> page(visit, body, rendered);
            case RenderOutcome.MovedTo(var target) -> new Shown.Elsewhere(target);
            case RenderOutcome.GivenUp() -> new Shown.Ended(network.reason());
            case RenderOutcome.Failed(var failure) ->
                new Shown.Ended(judgement.failed(visit.plan(), visit.lease(), failure));
        };
    }

    /** An address that a script has given the page counts where the job may go there. */
    private static Shown page(Visit visit, Body body, RenderOutcome.Rendered rendered) {
        var decision = visit.job()
                .scope()
                .decideRedirect(rendered.address(), visit.lease().depth());
        var page = new Body(
                decision instanceof Decision.In ? rendered.address() : body.url(),
                body.status(),
                RENDERED,
                body.contentLanguage(),
                body.robotsTags(),
                rendered.html(),
                false,
                body.validators());
        return new Shown.Page(page, true, rendered.warnings());
    }
}
