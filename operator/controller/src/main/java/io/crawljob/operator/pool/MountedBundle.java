package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.KeyRef;
import io.crawljob.crds.v1alpha1.Workers;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/**
 * The certificates that a queue's workers trust besides Java's own, as the kubelet brings them. Optional, so that the worker, whose words reach the status, is the
 * one to say that they are missing: a pod that waits for a volume has no words.
 */
final class MountedBundle {

    private static final String FOLDER = "/var/run/crawljob/ca-bundle/";
    private static final String VOLUME = "ca-bundle";
    /** The API server's own default, for a user that is not root. */
    private static final int READABLE = 0644;

    private MountedBundle() {}

    static List<Volume> volumes(Workers workers) {
        var bundle = workers.caBundle();
        if (bundle == null) return List.of();
        return List.of(new VolumeBuilder()
                .withName(VOLUME)
                .withNewConfigMap()
                .withName(bundle.name())
                .addNewItem()
                .withKey(bundle.key())
                .withPath(bundle.key())
                .endItem()
                .withOptional(true)
                .withDefaultMode(READABLE)
                .endConfigMap()
                .build());
    }

    static List<VolumeMount> mounts(Workers workers) {
        var bundle = workers.caBundle();
        if (bundle == null) return List.of();
        return List.of(new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(FOLDER + bundle.name())
                .withReadOnly(true)
                .build());
    }

    /** Where workers find it; its last two parts are the ConfigMap's name and the key. */
    static String file(KeyRef bundle) {
        return FOLDER + bundle.name() + "/" + bundle.key();
    }
}
