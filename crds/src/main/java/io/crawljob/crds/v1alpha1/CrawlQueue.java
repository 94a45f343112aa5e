package io.crawljob.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One pool of workers that the jobs of a namespace share. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("CrawlQueue")
@Plural("crawlqueues")
@Singular("crawlqueue")
@ShortNames("crawlq")
public final class CrawlQueue extends CustomResource<CrawlQueueSpec, CrawlQueueStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
