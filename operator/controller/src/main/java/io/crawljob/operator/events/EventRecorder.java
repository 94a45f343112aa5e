package io.crawljob.operator.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.status.Projection;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells transitions. Thread-safe. What cannot be told is logged and left: an event is never worth a stop. */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;
    /** The API server refuses longer ones. */
    private static final int LONGEST_MESSAGE = 1_024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final Jobs jobs;
    private final Clock clock;
    private final String podName;
    // Guarded by itself. Oldest first, so that what is dropped when it is full is long past.
    private final Map<String, Instant> told = new LinkedHashMap<>();

    public EventRecorder(KubernetesClient client, Jobs jobs, Clock clock, String podName) {
        this.client = client;
        this.jobs = jobs;
        this.clock = clock;
        this.podName = podName;
    }

    /** Told of a job: in the cluster, and in its stream. */
    public void tell(HasMetadata job, JobKey key, Projection.Event event) {
        if (!due(job, event)) return;
        emit(key, event);
        create(job, event);
    }

    /** Told of anything else: in the cluster alone. */
    public void tell(HasMetadata about, Projection.Event event) {
        if (due(about, event)) create(about, event);
    }

    private boolean due(HasMetadata about, Projection.Event event) {
        var key = about.getMetadata().getUid() + " " + event.reason();
        var now = clock.instant();
        synchronized (told) {
            var last = told.get(key);
            // One of the future was told by a clock that has been set back since.
            if (last != null && last.plus(QUIET).isAfter(now) && !last.isAfter(now)) return false;
            told.remove(key);
            told.put(key, now);
            if (told.size() > REMEMBERED) told.remove(told.keySet().iterator().next());
            return true;
        }
    }

    private void emit(JobKey key, Projection.Event event) {
        try {
            jobs.emit(
                    key,
                    event.reason(),
                    JSON.writeValueAsString(Map.of(
                            "type", event.warning() ? "Warning" : "Normal",
                            "reason", event.reason(),
                            "message", event.message(),
                            "time", clock.instant().toString())));
        } catch (QueueUnavailableException | QueueFullException e) {
            LOG.debug("an event did not get into the stream of job {}: {}", key, e.getMessage());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts that cannot be written", e);
        }
    }

    private void create(HasMetadata about, Projection.Event event) {
        var meta = about.getMetadata();
        var now = clock.instant();
        var namespace = meta.getNamespace() == null ? "default" : meta.getNamespace();
        var body = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(meta.getName() + ".")
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .endInvolvedObject()
                .withType(event.warning() ? "Warning" : "Normal")
                .withReason(event.reason())
                .withMessage(shortened(event.message()))
                .withNewSource()
                .withComponent(ClusterClient.FIELD_MANAGER)
                .withHost(podName)
                .endSource()
                .withFirstTimestamp(seconds(now))
                .withLastTimestamp(seconds(now))
                .withCount(1)
                .build();
        try {
            client.v1().events().inNamespace(namespace).resource(body).create();
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "event {} of {}/{} was not written: {}",
                    event.reason(),
                    namespace,
                    meta.getName(),
                    Refusals.message(e));
        }
    }

    private static String seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond()).toString();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
