package io.crawljob.cli.local;

import io.crawljob.cli.manifest.Manifest;
import io.crawljob.cli.manifest.Problem;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.engine.fetch.Authorities;
import io.crawljob.engine.fetch.ForwardProxy;
import io.crawljob.engine.fetch.SiteAccess;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to sites that the manifest's queue names: its proxy, and its certificates from a ConfigMap of the same file.
 *
 * @param problems what is missing or cannot be read; when there are none, the access is whole
 */
record LocalSites(SiteAccess access, List<Problem> problems) {

    LocalSites {
        problems = List.copyOf(problems);
    }

    static LocalSites of(Manifest manifest) {
        return manifest.queueIfAny()
                .map(queue -> of(manifest, queue))
                .orElseGet(() -> new LocalSites(SiteAccess.DIRECT, List.of()));
    }

    private static LocalSites of(Manifest manifest, CrawlQueue queue) {
        var problems = new ArrayList<Problem>();
        var named = queue.getSpec().workers().proxy();
        var proxy = named == null ? null : ForwardProxy.parse(named).orElse(null);
        if (named != null && proxy == null) {
            problems.add(problem(manifest, queue, "proxy", "must be http://host:port, without a user or a path"));
        }
        return new LocalSites(new SiteAccess(proxy, authorities(manifest, queue, problems)), problems);
    }

    private static List<X509Certificate> authorities(Manifest manifest, CrawlQueue queue, List<Problem> problems) {
        var bundle = queue.getSpec().workers().caBundle();
        if (bundle == null) return List.of();
        var data = manifest.configMaps().get(bundle.name());
        var pem = data == null ? null : data.get(bundle.key());
        if (pem == null) {
            var text = "names the key %s of ConfigMap %s, which is not in the file: add it"
                    .formatted(bundle.key(), bundle.name());
            problems.add(problem(manifest, queue, "caBundle", text));
            return List.of();
        }
        try {
            return Authorities.parse(pem.getBytes(StandardCharsets.UTF_8));
        } catch (CertificateException e) {
            var text = "key %s of ConfigMap %s cannot be read as PEM certificates: %s; correct it"
                    .formatted(bundle.key(), bundle.name(), e.getMessage());
            problems.add(problem(manifest, queue, "caBundle", text));
            return List.of();
        }
    }

    private static Problem problem(Manifest manifest, CrawlQueue queue, String field, String text) {
        return new Problem(
                manifest.source().file(), "CrawlQueue " + queue.getMetadata().getName(), "spec.workers." + field, text);
    }
}
