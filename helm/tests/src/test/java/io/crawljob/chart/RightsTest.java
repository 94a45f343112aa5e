package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Manifests.each;
import static io.crawljob.chart.Manifests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HelmBesideApiServer.class)
class RightsTest {

    private static final String NAMED = "{watchNamespaces: [alpha, beta]}";

    private record Rule(JsonNode role, List<String> groups, List<String> resources, List<String> verbs) {

        static Stream<Rule> of(Manifests documents) {
            return documents.of("Role", "ClusterRole").stream()
                    .flatMap(role -> each(role.path("rules"))
                            .map(rule -> new Rule(
                                    role,
                                    texts(rule.path("apiGroups")),
                                    texts(rule.path("resources")),
                                    texts(rule.path("verbs")))));
        }

        String kind() {
            return role.path("kind").asText();
        }

        String name() {
            return role.at("/metadata/name").asText();
        }
    }

    @Test
    void noRuleHasAWildcardOrAVerbThatGivesRights() {
        var rules = Stream.of("{}", NAMED)
                .flatMap(it -> Rule.of(CRAWLJOB.render(it)))
                .toList();

        assertThat(rules).hasSizeGreaterThan(20).allSatisfy(rule -> {
            assertThat(Stream.of(rule.groups, rule.resources, rule.verbs).flatMap(Collection::stream))
                    .noneMatch(it -> it.contains("*"));
            assertThat(rule.verbs).doesNotContain("escalate", "bind", "impersonate");
        });
    }

    @Test
    void secretsCanOnlyBeCreated() {
        for (var values : List.of("{}", NAMED)) {
            var verbs = Rule.of(CRAWLJOB.render(values))
                    .filter(it -> it.resources.contains("secrets"))
                    .flatMap(it -> it.verbs.stream());

            assertThat(verbs).isNotEmpty().containsOnly("create");
        }
    }

    @Test
    void leasesAreWrittenInTheOperatorsOwnNamespaceAlone() {
        var holders = Rule.of(CRAWLJOB.render(NAMED))
                .filter(it -> it.resources.contains("leases"))
                .toList();

        assertThat(holders).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo("Role");
            assertThat(it.role.at("/metadata/namespace").asText()).isEqualTo("system");
        });
    }

    @Test
    void withNamedNamespacesItHasRightsInThoseOnly() {
        var documents = CRAWLJOB.render(NAMED);

        var everywhere = Rule.of(documents)
                .filter(it -> it.kind().equals("ClusterRole") && !it.name().matches(".*-(view|edit|admin)"))
                .flatMap(it -> it.resources.stream());
        assertThat(everywhere).containsExactlyInAnyOrder("tokenreviews", "subjectaccessreviews", "namespaces");
        assertThat(documents.of("ClusterRole").stream()
                        .flatMap(it -> each(it.path("rules")))
                        .filter(it -> texts(it.path("resources")).contains("namespaces")))
                .allMatch(it -> texts(it.path("resourceNames")).equals(List.of("kube-system")));
        assertThat(documents.of("Role").stream()
                        .filter(it -> it.at("/metadata/name").asText().equals("crawls-crawljob"))
                        .map(it -> it.at("/metadata/namespace").asText()))
                .containsExactlyInAnyOrder("alpha", "beta");
        assertThat(documents.setting("CRAWL_WATCH_NAMESPACES")).isEqualTo("alpha,beta");
    }

    @Test
    void rolesAloneAreToBeHadForNamedNamespaces() {
        var documents = CRAWLJOB.render("{watchNamespaces: [alpha], rbac: {clusterWide: false, aggregate: false}}");

        assertThat(documents.kinds()).contains("Role").doesNotContain("ClusterRole", "ClusterRoleBinding");
        assertThat(CRAWLJOB.refusal("{rbac: {clusterWide: false}}")).contains("needs watchNamespaces");
    }

    @Test
    void everyRoleIsBoundOrAggregated() {
        var documents = CRAWLJOB.render(NAMED).and(CRAWLJOB.render());

        var bound = documents.of("RoleBinding", "ClusterRoleBinding").stream()
                .map(it -> it.at("/roleRef/kind").asText() + "/"
                        + it.at("/roleRef/name").asText())
                .collect(Collectors.toSet());

        assertThat(documents.of("Role", "ClusterRole")).isNotEmpty().allMatch(it -> {
            var labels = it.at("/metadata/labels").propertyStream();
            return labels.anyMatch(label -> label.getKey().startsWith("rbac.authorization.k8s.io/aggregate-to-"))
                    || bound.contains(it.path("kind").asText() + "/"
                            + it.at("/metadata/name").asText());
        });
    }

    @Test
    void onlyWhoSpeaksWithTheApiServerHasAToken() {
        var documents = CRAWLJOB.render();

        assertThat(documents
                        .the("StatefulSet", "crawls-crawljob-redis")
                        .at("/spec/template/spec/automountServiceAccountToken"))
                .hasToString("false");
        assertThat(documents.the("ServiceAccount", "crawls-crawljob-reader").path("automountServiceAccountToken"))
                .hasToString("false");
        var users = documents.pods().stream()
                .filter(it -> it.path("automountServiceAccountToken").asBoolean(true))
                .map(it -> it.path("serviceAccountName").asText())
                .collect(Collectors.toSet());
        assertThat(users).isEqualTo(Set.of("crawls-crawljob"));
    }
}
