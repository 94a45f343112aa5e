package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.crds.v1alpha1.Source;

/** Fields that the schema knows and this version does not act on: refused by name, never accepted and ignored. */
final class NotSupported {

    private NotSupported() {}

    static void check(CrawlJobSpec spec, Problems problems) {
        if (spec.source() != null) sources(spec.source(), problems);
        refuse(!spec.process().isEmpty(), "spec.process", "is not supported yet: leave it out", problems);
        refuse(
                !spec.output().sinks().isEmpty(),
                "spec.output.sinks",
                "is not supported yet: leave it out, and take the records from the result store",
                problems);
        refuse(!spec.notifications().isEmpty(), "spec.notify", "is not supported yet: leave it out", problems);
    }

    private static void sources(Source source, Problems problems) {
        var remedy = "is not supported yet: use spec.source.site or spec.source.urls";
        refuse(source.arxiv() != null, "spec.source.arxiv", remedy, problems);
        refuse(source.github() != null, "spec.source.github", remedy, problems);
        refuse(source.semanticScholar() != null, "spec.source.semanticScholar", remedy, problems);
    }

    private static void refuse(boolean used, String field, String text, Problems problems) {
        if (used) problems.add(Reason.NOT_SUPPORTED_YET, field, text);
    }
}
