package io.crawljob.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Crawls by the clock; like a CronJob of {@code batch/v1}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("CrawlSchedule")
@Plural("crawlschedules")
@Singular("crawlschedule")
@ShortNames("crawlsched")
public final class CrawlSchedule extends CustomResource<CrawlScheduleSpec, CrawlScheduleStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
