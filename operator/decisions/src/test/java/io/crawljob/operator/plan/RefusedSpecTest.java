package io.crawljob.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.Given;
import io.crawljob.operator.plan.Validated.Accepted;
import io.crawljob.operator.plan.Validated.Rejected;
import io.crawljob.queue.Plan;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedSpecTest {

    @Test
    void aConfigMapThatIsNotThereOrLacksTheKeyIsNamed() {
        var job = Given.jobWithSource("{urls: {configMapKeyRef: {name: urls, key: list}}}", "");

        var absent = rejected(job, new References(true, null));
        var keyless = rejected(job, new References(true, Map.of("other", "")));
        var empty = rejected(job, new References(true, Map.of("list", "# nothing\n")));

        assertThat(absent.reason()).isEqualTo(Reason.CONFIG_MAP_NOT_FOUND);
        assertThat(absent.message()).contains("ConfigMap urls is not in this namespace: create it");
        assertThat(keyless.reason()).isEqualTo(Reason.CONFIG_MAP_NOT_FOUND);
        assertThat(keyless.message()).contains("has no key list (it has other)");
        assertThat(empty.reason()).isEqualTo(Reason.INVALID_SPEC);
    }

    @Test
    void aQueueThatIsNotThereIsNamed() {
        var rejected = rejected(Given.job("queueName: large"), new References(false, null));

        assertThat(rejected.reason()).isEqualTo(Reason.QUEUE_NOT_FOUND);
        assertThat(rejected.message()).contains("spec.queueName: names CrawlQueue large");
    }

    @Test
    void aJobWhoseRulesLeaveOutEverySeedIsInvalid() {
        var rejected = rejected(Given.job("exclude: ['docs']"), References.queueOnly());

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_SPEC);
        assertThat(rejected.message()).contains("no seed within the job's own rules");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Always", "Auto"})
    void aJobThatRendersNeedsAQueueWithBrowsers(String render) {
        var job = Given.job("queueName: plain\nfetch: {render: %s}".formatted(render));

        var rejected = rejected(job, new References(true, null, List.of(), false));

        assertThat(rejected.reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(rejected.problems())
                .singleElement()
                .extracting(Validated.Problem::field)
                .isEqualTo("spec.fetch.render");
        assertThat(rejected.message()).contains(render, "CrawlQueue plain", "spec.workers.browser");
        assertThat(PlanMapper.map(job, Given.SETTINGS, new References(true, null, List.of(), true)))
                .isInstanceOfSatisfying(Validated.Accepted.class, accepted -> {
                    assertThat(accepted.plan().fetch().render())
                            .isEqualTo(Plan.Render.valueOf(render.toUpperCase(Locale.ROOT)));
                    assertThat(accepted.plan().version()).isEqualTo(2);
                });
    }

    @Test
    void everyProblemIsToldAtOnceAndTheWorstGivesTheReason() {
        var source = "{site: {seeds: ['ftp://a.example/', 'http://user:pw@a.example/']}}";
        var spec = "limits: {maxPages: 0}\nexclude: ['(?=x)']";

        var rejected = rejected(Given.jobWithSource(source, spec), new References(false, null));

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_SPEC);
        assertThat(rejected.problems())
                .extracting(Validated.Problem::field)
                .containsExactlyInAnyOrder(
                        "spec.limits.maxPages",
                        "spec.exclude[0]",
                        "spec.source.site.seeds[0]",
                        "spec.source.site.seeds[1]",
                        "spec.queueName");
        assertThat(rejected.message()).contains("spec.limits.maxPages: is 0; it has to be between 1 and 50000000");
    }

    @Test
    void problemsBeyondALimitAreCounted() {
        var seeds = String.join(",", Collections.nCopies(50, "'nonsense'"));

        var rejected = rejected(Given.jobWithSource("{site: {seeds: [" + seeds + "]}}", ""), References.queueOnly());

        assertThat(rejected.problems()).hasSize(PlanMapper.MAX_PROBLEMS);
        assertThat(rejected.problems().getLast().text()).isEqualTo("has 31 more problems");
    }

    @Test
    void ignoringRobotsNeedsTheOperatorToAllowIt() {
        var job = Given.job("fetch: {robots: Ignore}");
        var allowing = new PlanSettings(Given.SETTINGS.userAgent(), true);

        assertThat(rejected(job, References.queueOnly()).reason()).isEqualTo(Reason.POLICY_DENIED);
        var allowed = PlanMapper.map(job, allowing, References.queueOnly());
        assertThat(((Accepted) allowed).plan().fetch().obeyRobots()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: 1a, selector: b} | spec.extract.fields[0].name",
                "{selector: b} | spec.extract.fields[0].name",
                "{name: a, selector: 'b['} | spec.extract.fields[0].selector",
                "{name: a} | spec.extract.fields[0].selector",
                "{name: a, selector: b, type: Money} | spec.extract.fields[0].type",
                "{name: a, selector: b}, {name: a, selector: c} | spec.extract.fields[1].name",
            })
    void aFieldThatCannotBeReadIsToldByItsPlace(String fields, String field) {
        var rejected = rejected(Given.job("extract: {fields: [%s]}".formatted(fields)), References.queueOnly());

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_SPEC);
        assertThat(rejected.problems())
                .singleElement()
                .extracting(Validated.Problem::field)
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "process: [{name: a, type: Tags}] | spec.process",
                "output: {sinks: [{name: a, type: s3}]} | spec.output.sinks",
                "notify: [{name: a, on: [Failed], webhook: {url: 'http://a.example/'}}] | spec.notify",
            })
    void whatALaterVersionDoesIsRefusedByName(String spec, String field) {
        var rejected = rejected(Given.job(spec), References.queueOnly());

        assertThat(rejected.reason()).isEqualTo(Reason.NOT_SUPPORTED_YET);
        assertThat(rejected.problems())
                .singleElement()
                .extracting(Validated.Problem::field)
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{arxiv: {query: a}} | spec.source.arxiv",
                "{github: {query: a}} | spec.source.github",
                "{semanticScholar: {query: a}} | spec.source.semanticScholar",
            })
    void sourcesOfALaterVersionAreRefusedByName(String source, String field) {
        var rejected = rejected(Given.jobWithSource(source, ""), References.queueOnly());

        assertThat(rejected.reason()).isEqualTo(Reason.NOT_SUPPORTED_YET);
        assertThat(rejected.problems())
                .singleElement()
                .extracting(Validated.Problem::field)
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queueName: Large_One | spec.queueName",
                "queueName: a2345678901234567890123456789012345678901 | spec.queueName",
                "priority: Highest | spec.priority",
                "onQueueLost: Shrug | spec.onQueueLost",
                "failure: {maxFailedPercent: 101} | spec.failure.maxFailedPercent",
                "activeDeadlineSeconds: 0 | spec.activeDeadlineSeconds",
                "ttlSecondsAfterFinished: -1 | spec.ttlSecondsAfterFinished",
                "limits: {maxPages: 50000001} | spec.limits.maxPages",
                "limits: {maxPagesPerHost: 0} | spec.limits.maxPagesPerHost",
                "limits: {maxPagesPerSeed: 0} | spec.limits.maxPagesPerSeed",
                "limits: {maxSizePerHost: 1.5} | spec.limits.maxSizePerHost",
                "limits: {maxSizePerSeed: many} | spec.limits.maxSizePerSeed",
                "limits: {maxSize: 1.5} | spec.limits.maxSize",
                "limits: {maxSize: 10m} | spec.limits.maxSize",
                "limits: {maxSize: many} | spec.limits.maxSize",
                "fetch: {timeoutSeconds: 0} | spec.fetch.timeoutSeconds",
                "fetch: {maxBodySize: 1Gi} | spec.fetch.maxBodySize",
                "fetch: {robots: Maybe} | spec.fetch.robots",
                "fetch: {render: Maybe} | spec.fetch.render",
                "fetch: {userAgent: anonymous} | spec.fetch.userAgent",
                "fetch: {userAgent: '(+https://a.example/)'} | spec.fetch.userAgent",
                "fetch: {userAgent: 'Bot (+https://a.example/ä)'} | spec.fetch.userAgent",
                "politeness: {delayMillis: -1} | spec.politeness.delayMillis",
                "politeness: {maxConcurrentPerHost: 0} | spec.politeness.maxConcurrentPerHost",
                "politeness: {pagesPerMinute: 0} | spec.politeness.pagesPerMinute",
                "retry: {limit: 101} | spec.retry.limit",
                "retry: {delaysSeconds: [1, -1]} | spec.retry.delaysSeconds[1]",
                "retry: {delaysSeconds: [1], backoff: {factor: 2}} | spec.retry",
                "retry: {backoff: {factor: 0.5}} | spec.retry.backoff.factor",
                "exclude: [''] | spec.exclude[0]",
                "exclude: ['(a)\\1'] | spec.exclude[0]",
                "output: {store: {maxRecords: 0}} | spec.output.store.maxRecords",
                "rerun: a234567890123456789012345678901234567890123456789012345678901234 | spec.rerun",
            })
    void whatTheSchemaRefusesIsRefusedAgain(String spec, String field) {
        var rejected = rejected(Given.job(spec), References.queueOnly());

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_SPEC);
        assertThat(rejected.problems())
                .singleElement()
                .extracting(Validated.Problem::field)
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | spec.source",
                "{site: {seeds: [http://a.example/]}, urls: {list: [http://a.example/]}} | spec.source",
                "{site: {seeds: []}} | spec.source.site.seeds",
                "{site: {seeds: [http://a.example/], within: Near}} | spec.source.site.within",
                "{site: {seeds: [http://a.example/], sitemaps: Some}} | spec.source.site.sitemaps",
                "{site: {seeds: [http://a.example/], maxDepth: -1}} | spec.source.site.maxDepth",
                "{site: {seeds: [http://a.example/], include: ['[']}} | spec.source.site.include[0]",
                "{site: {seeds: [/relative]}} | spec.source.site.seeds[0]",
                "{urls: {}} | spec.source.urls",
                "{urls: {configMapKeyRef: {name: a}}} | spec.source.urls.configMapKeyRef",
                "{urls: {list: [http://a.example/], configMapKeyRef: {name: a, key: b}}} | spec.source.urls",
            })
    void sourcesThatTheSchemaRefusesAreRefusedAgain(String source, String field) {
        var rejected = rejected(Given.jobWithSource(source, ""), References.queueOnly());

        assertThat(rejected.problems()).extracting(Validated.Problem::field).contains(field);
    }

    @Test
    void aResourceWithoutASpecIsInvalidNotABug() {
        var job = new CrawlJob();
        job.setSpec(null);

        assertThat(rejected(job, References.queueOnly()).message()).startsWith("spec: is missing");
    }

    @Test
    void theOperatorsOwnUserAgentHasToNameAContact() {
        assertThatThrownBy(() -> new PlanSettings("CrawlJob/1.0", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no contact");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{name: Host, value: a}] | spec.fetch.headers[0].name | is set by the crawler alone",
                "[{name: content-length, value: a}] | spec.fetch.headers[0].name | is set by the crawler alone",
                "[{name: Connection, value: a}] | spec.fetch.headers[0].name | is set by the crawler alone",
                "[{name: Transfer-Encoding, value: a}] | spec.fetch.headers[0].name | is set by the crawler alone",
                "[{name: Proxy-Authorization, value: a}] | spec.fetch.headers[0].name | is set by the crawler alone",
                "[{name: If-None-Match, value: a}] | spec.fetch.headers[0].name | is set by the crawler alone",
                "[{name: User-Agent, value: a}] | spec.fetch.headers[0].name | use spec.fetch.userAgent",
                "[{name: 'a b', value: a}] | spec.fetch.headers[0].name | is no name of a header",
                "[{name: Cookie, value: a}, {name: cookie, value: b}] | spec.fetch.headers[1].name | twice",
                "[{name: A}] | spec.fetch.headers[0] | exactly one of value and valueFrom",
                "[{name: A, value: b, valueFrom: {name: s, key: k}}] | spec.fetch.headers[0] | exactly one of",
                "[{name: A, value: \"a\\r\\nHost: b\"}] | spec.fetch.headers[0].value | printable ASCII",
                "[{name: A, valueFrom: {name: s, key: ../k}}] | spec.fetch.headers[0].valueFrom | a key of a Secret",
                "[{name: A, valueFrom: {name: s, key: k}}] | spec.fetch.headers[0].valueFrom | offers none",
            })
    void headersThatWouldChangeHowARequestIsMadeOrThatNobodyOffersAreRefused(
            String headers, String field, String text) {
        var rejected = rejected(Given.job("fetch: {headers: %s}".formatted(headers)), References.queueOnly());

        assertThat(rejected.message()).contains(field + ": ").contains(text);
    }

    @Test
    void whatAJobSeesByItsHeadersIsNotKeptForOthers() {
        var rejected = rejected(
                Given.job("fetch: {cacheSeconds: 60, headers: [{name: A, value: b}]}"), References.queueOnly());

        assertThat(rejected.message()).startsWith("spec.fetch.cacheSeconds: is 60 beside spec.fetch.headers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cookies: Keep, render: Auto | spec.fetch.cookies: is Keep beside spec.fetch.render Auto",
                "cookies: Keep, cacheSeconds: 60 | spec.fetch.cacheSeconds: is 60 beside spec.fetch.cookies Keep",
                "cookies: Keep, headers: [{name: A, value: b}, {name: cookie, value: b}] | spec.fetch.headers[1].name: is Cookie beside spec.fetch.cookies Keep",
                "cookies: Share | spec.fetch.cookies: has a value that this version does not know: it knows Ignore and Keep"
            })
    void cookiesAreNotKeptBesideWhatWouldShareOrLoseThem(String fetch, String text) {
        var rejected = rejected(Given.job("fetch: {%s}".formatted(fetch)), References.queueOnly());

        assertThat(rejected.message()).contains(text);
    }

    private static Rejected rejected(CrawlJob job, References references) {
        var mapped = PlanMapper.map(job, Given.SETTINGS, references);
        assertThat(mapped).isInstanceOf(Rejected.class);
        return (Rejected) mapped;
    }
}
