package io.crawljob.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One crawl, to its end; like a Job of {@code batch/v1}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("CrawlJob")
@Plural("crawljobs")
@Singular("crawljob")
@ShortNames("crawl")
public final class CrawlJob extends CustomResource<CrawlJobSpec, CrawlJobStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
