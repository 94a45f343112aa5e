package io.crawljob.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;

class ClusterClientTest {

    @Test
    void runsOnTheHttpClientOfTheJdk() {
        try (var client = ClusterClient.create(Config.empty())) {
            assertThat(client.getHttpClient())
                    .isInstanceOfSatisfying(
                            HearingClient.class,
                            it -> assertThat(it.described()).isEqualTo("JdkHttpClientImpl"));
        }
    }

    @Test
    void readsAListWithOneSpecThatDoesNotFitItsRecord() {
        try (var client = ClusterClient.create(Config.empty())) {
            var list = client.getKubernetesSerialization().unmarshal("""
                    {"apiVersion": "crawljob.io/v1alpha1", "kind": "CrawlJobList", "items": [
                      {"apiVersion": "crawljob.io/v1alpha1", "kind": "CrawlJob", "metadata": {"name": "odd"},
                       "spec": {"limits": [1, 2], "source": 7}, "status": {"phase": {"a": 1}}},
                      {"apiVersion": "crawljob.io/v1alpha1", "kind": "CrawlJob", "metadata": {"name": "good"},
                       "spec": {"queueName": "large"}}
                    ]}""", Lists.class);

            assertThat(list.getItems()).hasSize(2);
            assertThat(list.getItems().getFirst().getSpec()).isNull();
            assertThat(list.getItems().getFirst().getStatus()).isNull();
            assertThat(list.getItems().getFirst().getMetadata().getName()).isEqualTo("odd");
            assertThat(list.getItems().getLast().getSpec().queueName()).isEqualTo("large");
        }
    }

    @Test
    void keepsNothingOfWhoHasSetWhichField() {
        try (var client = ClusterClient.create(Config.empty())) {
            var job = client.getKubernetesSerialization().unmarshal("""
                    {"apiVersion": "crawljob.io/v1alpha1", "kind": "CrawlJob", "metadata": {"name": "one", "labels": {"team": "a"},
                     "managedFields": [{"manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {"f:source": {}}}}]}}""", CrawlJob.class);

            assertThat(job.getMetadata().getManagedFields()).isEmpty();
            assertThat(job.getMetadata().getLabels()).containsEntry("team", "a");
        }
    }

    @Test
    void aJobsCopyIsItsOwnShellAroundTheSameParts() {
        try (var client = ClusterClient.create(Config.empty())) {
            var cached = new CrawlJob();
            cached.setMetadata(new ObjectMetaBuilder().withName("one").build());

            var copy = new ResourceCopies(client.getKubernetesSerialization()).clone(cached);
            copy.setStatus(client.getKubernetesSerialization().unmarshal("{\"run\": 2}", CrawlJobStatus.class));

            assertThat(copy.getMetadata()).isSameAs(cached.getMetadata());
            assertThat(cached.getStatus()).isNull();
        }
    }

    /** Names the type of its items. */
    static final class Lists extends DefaultKubernetesResourceList<CrawlJob> {
        private static final long serialVersionUID = 1L;
    }
}
