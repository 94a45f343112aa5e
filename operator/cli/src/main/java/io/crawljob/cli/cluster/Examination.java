package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.operator.condition.Conditions;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at an installation and at one namespace, from the ground up. What may not be looked at is said, and does not end it. */
final class Examination {

    private static final String API = "crawljob.io/v1alpha1";
    private static final Set<String> KINDS = Set.of("CrawlJob", "CrawlQueue", "CrawlSchedule", "HostPolicy");
    private static final int OLDEST_MINOR = 31;
    private static final String LEASE = "crawljob-operator";
    private static final Duration LEASE_LASTS = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final String namespace;
    private final Instant now;

    Examination(KubernetesClient client, String namespace, Instant now) {
        this.client = client;
        this.namespace = namespace;
        this.now = now;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.addAll(look("the API server", this::server));
        findings.addAll(look("the kinds", this::kinds));
        // Without them there is nothing to look at.
        if (findings.getLast().level() == Finding.Level.WRONG) return findings;
        findings.addAll(look("the operator", this::operator));
        findings.addAll(look("HostPolicies", this::policies));
        findings.addAll(
                look("CrawlQueues", () -> ready(CrawlQueue.class, "CrawlQueues", CrawlQueueStatus::conditions)));
        findings.addAll(look("CrawlJobs", () -> ready(CrawlJob.class, "CrawlJobs", CrawlJobStatus::conditions)));
        findings.addAll(look(
                "CrawlSchedules", () -> ready(CrawlSchedule.class, "CrawlSchedules", CrawlScheduleStatus::conditions)));
        return findings;
    }

    private static List<Finding> look(String what, Supplier<List<Finding>> at) {
        try {
            return at.get();
        } catch (KubernetesClientException e) {
            var why = Objects.toString(Refusals.of("look at it", e).getMessage());
            return List.of(
                    e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                            ? Finding.unknown(what, why)
                            : Finding.wrong(what, why));
        }
    }

    private List<Finding> server() {
        var version = client.getKubernetesVersion();
        var text = "Kubernetes %s.%s".formatted(version.getMajor(), version.getMinor());
        var minor = Integer.parseInt(version.getMinor().replaceAll("\\D.*", ""));
        return List.of(
                minor >= OLDEST_MINOR
                        ? Finding.good("the API server", text)
                        : Finding.wrong("the API server", text + "; 1.%d or later is needed".formatted(OLDEST_MINOR)));
    }

    private List<Finding> kinds() {
        var group = client.getApiResources(API);
        var missing = new TreeSet<>(KINDS);
        if (group != null) {
            group.getResources().stream().map(APIResource::getKind).forEach(missing::remove);
        }
        return List.of(
                missing.isEmpty()
                        ? Finding.good("the kinds", "all of " + API + " are there")
                        : Finding.wrong(
                                "the kinds",
                                "%s of %s are not there: install the chart crawljob-crds, or crawljob with crds.enabled=true"
                                        .formatted(String.join(", ", missing), API)));
    }

    private List<Finding> operator() {
        var services = client.services()
                .inAnyNamespace()
                .withLabel(ProxyWay.LABEL, "true")
                .list()
                .getItems();
        if (services.isEmpty()) {
            return List.of(Finding.wrong(
                    "the operator",
                    "there is no Service with the label %s=true: install the chart crawljob"
                            .formatted(ProxyWay.LABEL)));
        }
        return services.stream().map(this::leader).toList();
    }

    private Finding leader(Service service) {
        var home = service.getMetadata().getNamespace();
        var what = "the operator in " + home;
        var lease =
                client.resources(Lease.class).inNamespace(home).withName(LEASE).get();
        var remedy = "look at its pods: kubectl get pods -n %s; kubectl logs -n %s deployment/%s"
                .formatted(home, home, service.getMetadata().getName());
        if (lease == null || lease.getSpec().getRenewTime() == null) {
            return Finding.wrong(what, "none has led yet; " + remedy);
        }
        var holder = lease.getSpec().getHolderIdentity();
        var renewed = lease.getSpec().getRenewTime().toInstant();
        if (holder == null || holder.isEmpty() || renewed.plus(LEASE_LASTS).isBefore(now)) {
            return Finding.wrong(what, "none leads since %s; %s".formatted(renewed, remedy));
        }
        return Finding.good(what, holder + " leads");
    }

    private List<Finding> policies() {
        var policies = client.resources(HostPolicy.class).list().getItems();
        return judged(
                "HostPolicies",
                policies.size(),
                policies.stream()
                        .filter(it -> it.getStatus() != null)
                        .flatMap(it -> Stream.concat(
                                        bad(it.getStatus().conditions(), ConditionType.READY, Condition.Status.FALSE),
                                        bad(it.getStatus().conditions(), ConditionType.CONFLICT, Condition.Status.TRUE))
                                .map(why -> Finding.wrong(
                                        "HostPolicy " + it.getMetadata().getName(), why)))
                        .toList());
    }

    private <R extends CustomResource<?, S>, S> List<Finding> ready(
            Class<R> kind, String plural, Function<S, List<Condition>> conditions) {
        var all = client.resources(kind).inNamespace(namespace).list().getItems();
        var wrong = all.stream().flatMap(it -> unready(it, conditions)).toList();
        return judged(plural + " in " + namespace, all.size(), wrong);
    }

    private static <S> Stream<Finding> unready(CustomResource<?, S> of, Function<S, List<Condition>> conditions) {
        var what = of.getKind() + " " + of.getMetadata().getName();
        var status = of.getStatus();
        if (status == null) return Stream.of(Finding.wrong(what, "no operator has seen it yet"));
        return bad(conditions.apply(status), ConditionType.READY, Condition.Status.FALSE)
                .map(why -> Finding.wrong(what, why));
    }

    private static Stream<String> bad(List<Condition> conditions, ConditionType type, Condition.Status status) {
        return Conditions.find(conditions, type).stream()
                .filter(it -> it.status() == status)
                .map(it -> "%s: %s".formatted(it.reason(), it.message()));
    }

    private static List<Finding> judged(String what, int all, List<Finding> wrong) {
        if (!wrong.isEmpty()) return wrong;
        return List.of(Finding.good(what, all == 0 ? "none" : "%d, nothing wrong with them".formatted(all)));
    }
}
