package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is deleted is gone: the object at once, its keys within a minute, whoever is away. */
class DeletionTest {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final String ANY_KEY_OR_MEMBER = """
            local found = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
              local kind, members = redis.call('TYPE', key).ok, {}
              if kind == 'hash' then members = redis.call('HGETALL', key)
              elseif kind == 'zset' then members = redis.call('ZRANGE', key, 0, -1)
              elseif kind == 'set' then members = redis.call('SMEMBERS', key)
              elseif kind == 'list' then members = redis.call('LRANGE', key, 0, -1)
              elseif kind == 'string' then members = { redis.call('GET', key) } end
              table.insert(members, key)
              for _, member in ipairs(members) do
                if string.find(member, ARGV[1], 1, true) then table.insert(found, key) break end
              end
            end
            return found
            """;

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-delete");

    @RegisterExtension
    static final Site SITE =
            Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.2", "slow.test", "other.test");

    @AfterEach
    void bringBackWhatWasTakenAway() {
        Installation.KUBECTL
                .run("scale", "deployment/" + Installation.NAME, "--replicas=1")
                .orFail();
        Installation.KUBECTL
                .run("scale", "statefulset/" + Installation.NAME + "-redis", "--replicas=1")
                .orFail();
        Installation.KUBECTL
                .run("rollout", "status", "statefulset/" + Installation.NAME + "-redis", "--timeout=110s")
                .orFail();
        Installation.KUBECTL
                .run("rollout", "status", "deployment/" + Installation.NAME, "--timeout=110s")
                .orFail();
    }

    @Test
    void aDeletedJobLeavesNoKeyAndNoMemberWhileAnotherGoesOnWhole() {
        TENANT.hostPolicy("slow.test", 200, 1);
        TENANT.hostPolicy("other.test", 100, 2);
        var deleted = start(TENANT, "deleted", "slow.test");
        var other = start(TENANT, "other", "other.test");
        awaitDone(deleted, 10);
        awaitDone(other, 10);
        var uid = deleted.uid();
        assertThat(traces(uid)).isNotEmpty();

        TENANT.kubectl().run("delete", "crawljob", "deleted", "--timeout=10s").orFail();

        await("keys of the deleted job")
                .atMost(MINUTE)
                .untilAsserted(() -> assertThat(traces(uid)).isEmpty());
        other.awaitComplete(SOON);
        assertThat(other.recordedUrls()).hasSize(100).doesNotHaveDuplicates();
        assertThat(traces(uid)).as("brought back by a late worker").isEmpty();
    }

    @Test
    void aNamespaceEndsWithItsJobs() {
        checkNamespaceEnds("e2e-delete-ns", () -> {});
    }

    @Test
    void aNamespaceEndsWhileTheOperatorIsStopped() {
        checkNamespaceEnds(
                "e2e-delete-no-operator",
                () -> Installation.KUBECTL
                        .run("scale", "deployment/" + Installation.NAME, "--replicas=0")
                        .orFail());
    }

    @Test
    void aNamespaceEndsWhileRedisIsAway() {
        checkNamespaceEnds(
                "e2e-delete-no-redis",
                () -> Installation.KUBECTL
                        .run("scale", "statefulset/" + Installation.NAME + "-redis", "--replicas=0")
                        .orFail());
    }

    private void checkNamespaceEnds(String namespace, Runnable takeAway) {
        TENANT.hostPolicy("slow.test", 200, 1);
        var tenant = new Tenant(namespace);
        tenant.kubectl().run("create", "namespace", namespace).orFail();
        var crawl = start(tenant, "running", "slow.test");
        awaitDone(crawl, 5);
        var uid = crawl.uid();

        takeAway.run();
        tenant.kubectl().run("delete", "namespace", namespace, "--timeout=60s").orFail();

        bringBackWhatWasTakenAway();
        await("keys of the namespace")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(traces(uid)).isEmpty());
    }

    private static Crawl start(Tenant tenant, String name, String host) {
        return tenant.crawl(name, """
                source:
                  site: {seeds: ["http://%s/index.html"]}
                limits: {maxPages: 100}
                """.formatted(host));
    }

    private static void awaitDone(Crawl crawl, int pages) {
        await(crawl.name() + " has begun")
                .atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> crawl.progress("done") >= pages);
    }

    /** Every key that the uid is part of, or part of a member of. */
    private static String traces(String uid) {
        return Installation.redis("EVAL", ANY_KEY_OR_MEMBER, "0", uid).trim();
    }
}
