package io.crawljob.chart;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/**
 * A chart, rendered as the release {@code crawls} in the namespace {@code system}. Values are YAML text.
 *
 * @param place its folder or its package
 */
record Chart(Path place) {

    /** Of the product, and its kinds apart. */
    static final Chart CRAWLJOB = new Chart(Path.of("../crawljob"));

    static final Chart KINDS = new Chart(Path.of("../crawljob-crds"));

    private static final String KUBERNETES = "1.36.0";

    Manifests render(String values) {
        return withValues(
                values,
                file -> Manifests.parse(helm().template()
                        .withName("crawls")
                        .withNamespace("system")
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(file)
                        .call()));
    }

    Manifests render() {
        return render("{}");
    }

    /** What helm says to values that it must not take. */
    String refusal(String values) {
        var refused = Assertions.catchThrowable(() -> render(values));
        if (refused == null) throw new AssertionError("the chart took " + values);
        return String.valueOf(refused.getMessage());
    }

    /** What an installation prints at its end. */
    String notes(String values) {
        var printed = withValues(
                values,
                file -> helm().install()
                        .withName("crawls")
                        .withNamespace("system")
                        .withKubeVersion(KUBERNETES)
                        .clientOnly()
                        .dryRun()
                        .withDryRunOption(DryRun.CLIENT)
                        .withValuesFile(file)
                        .call()
                        .getOutput());
        return printed.substring(printed.indexOf("\nNOTES:\n"));
    }

    LintResult lint() {
        return helm().lint().strict().call();
    }

    /** The package that is made of it. */
    Chart packed(Path folder) {
        helm().packageIt().withDestination(folder).call();
        return new Chart(folder.resolve(place.getFileName() + "-0.1.0.tgz"));
    }

    /** A copy in which what {@code helm test} makes is no hook, since helm-java shows none: it has {@link Manifests#HOOK} in its place. */
    Chart withHooksShown(Path folder) {
        try (var files = Files.walk(place)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve(place.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("helm.sh/hook:", Manifests.HOOK + ":"));
            }
            return new Chart(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String file(String name) {
        try {
            return Files.readString(place.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Helm helm() {
        return new Helm(place);
    }

    private interface ByFile<T> {
        T apply(Path values);
    }

    private static <T> T withValues(String values, ByFile<T> what) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                return what.apply(Files.writeString(file, values));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
