package io.crawljob.crds.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One politeness budget for a host, shared by every job of the cluster. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("HostPolicy")
@Plural("hostpolicies")
@Singular("hostpolicy")
@ShortNames("hostpol")
public final class HostPolicy extends CustomResource<HostPolicySpec, HostPolicyStatus> {
    private static final long serialVersionUID = 1L;
}
