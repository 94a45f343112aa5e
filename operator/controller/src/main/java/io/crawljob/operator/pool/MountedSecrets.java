package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.Workers;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Secrets that a queue offers, as the kubelet brings them into its workers: this process has no right to read them, and needs none. Optional, so that a
 * missing one stops no other job's pages; the workers say that it is missing.
 */
final class MountedSecrets {

    private static final String FOLDER = "/var/run/crawljob/secrets/";
    /** The API server's own default, for a user that is not root. */
    private static final int READABLE = 0644;

    private MountedSecrets() {}

    static List<Volume> volumes(Workers workers) {
        var volumes = new ArrayList<Volume>();
        for (var secret : workers.secrets()) {
            volumes.add(new VolumeBuilder()
                    .withName(volume(volumes.size()))
                    .withNewSecret()
                    .withSecretName(secret.name())
                    .withOptional(true)
                    .withDefaultMode(READABLE)
                    .endSecret()
                    .build());
        }
        return volumes;
    }

    static List<VolumeMount> mounts(Workers workers) {
        var mounts = new ArrayList<VolumeMount>();
        for (var secret : workers.secrets()) {
            mounts.add(new VolumeMountBuilder()
                    .withName(volume(mounts.size()))
                    .withMountPath(FOLDER + secret.name())
                    .withReadOnly(true)
                    .build());
        }
        return mounts;
    }

    /** {@code name=host,host name=host}, as workers read it. */
    static String offer(Workers workers) {
        return workers.secrets().stream()
                .map(secret -> secret.name() + "=" + String.join(",", secret.hosts()))
                .collect(Collectors.joining(" "));
    }

    /** A Secret's name may be longer than a volume's. */
    private static String volume(int number) {
        return "secret-" + number;
    }
}
