package io.crawljob.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The design's arrows and habits, held against the classes of every module: this one sees them all. */
class ArchitectureTest {

    private static final String CRDS = "io.crawljob.crds..";
    private static final String QUEUE = "io.crawljob.queue..";
    private static final String ENGINE = "io.crawljob.engine..";
    private static final String WORKER = "io.crawljob.worker..";
    private static final String OPERATOR = "io.crawljob.operator..";
    private static final String CLI = "io.crawljob.cli..";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.crawljob");

    @Test
    void seesTheClassesOfEveryModule() {
        var packages = Stream.of(CRDS, QUEUE, ENGINE, WORKER, OPERATOR, CLI, "io.crawljob.operator.job..");

        assertThat(packages)
                .allSatisfy(name -> assertThat(ALL.stream().filter(resideInAPackage(name)))
                        .as(name)
                        .isNotEmpty());
    }

    @Test
    void letsTheContractsAndTheEngineKnowNoneOfOurs() {
        noneOf(CRDS, QUEUE, ENGINE, WORKER, OPERATOR, CLI);
        noneOf(QUEUE, CRDS, ENGINE, WORKER, OPERATOR, CLI);
        noneOf(ENGINE, CRDS, QUEUE, WORKER, OPERATOR, CLI);
    }

    @Test
    void letsTheWorkerKnowNothingOfKubernetes() {
        noneOf(WORKER, CRDS, OPERATOR, CLI, "io.fabric8..");
    }

    @Test
    void letsNobodyKnowTheCommandLine() {
        noneOf(OPERATOR, CLI, WORKER);
    }

    @Test
    void keepsKubernetesAndHttpOutOfTheQueueAndRedisOutOfTheEngine() {
        noneOf(QUEUE, "io.fabric8..", "okhttp3..", "java.net.http..");
        noneOf(ENGINE, "io.fabric8..", "io.lettuce..");
    }

    @Test
    void keepsDecisionsPure() {
        noClasses()
                .that()
                .resideInAnyPackage(decisions())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..",
                        "io.javaoperatorsdk..",
                        "io.lettuce..",
                        "okhttp3..",
                        "java.net.http..",
                        "java.nio.file..",
                        "org.slf4j..")
                .because("a decision is a function of what was observed")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(decisions())
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .because("time comes in as an argument")
                .check(ALL);
    }

    @Test
    void letsDecisionsUseOnlyTheEnginesPureParts() {
        noClasses()
                .that()
                .resideInAnyPackage(decisions())
                .should()
                .dependOnClassesThat(resideInAPackage(ENGINE)
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "io.crawljob.engine.url..",
                                "io.crawljob.engine.scope..",
                                "io.crawljob.engine.field.."))))
                .check(ALL);
    }

    @Test
    void makesPlansInOnePlaceAlone() {
        classes()
                .that()
                .haveFullyQualifiedName("io.crawljob.queue.Plan")
                .should(beMadeOnlyIn("io.crawljob.operator.plan", "io.crawljob.queue"))
                .because("the mapper is the only place where a spec becomes a plan")
                .check(ALL);
    }

    @Test
    void makesStatusesInOnePlaceAlone() {
        classes()
                .that()
                .haveFullyQualifiedName("io.crawljob.crds.v1alpha1.CrawlJobStatus")
                // The local run only puts in where its records lie.
                .should(beMadeOnlyIn("io.crawljob.operator.status", "io.crawljob.crds", "io.crawljob.cli.local"))
                .because("operator and local run tell the same story")
                .check(ALL);
    }

    @Test
    void logsBySlf4jAlone() {
        noneOf("io.crawljob..", "java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..");
    }

    @Test
    void usesNoLibraryThatTheDesignLeavesOut() {
        noneOf(
                "io.crawljob..",
                "com.google.common..",
                "org.apache.commons..",
                "lombok..",
                "org.springframework..",
                "com.google.inject..",
                "jakarta.inject..",
                "javax.inject..");
    }

    @Test
    void wiresByHand() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("javax.inject.Inject")
                .check(ALL);
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .because("there are no statics but constants and loggers")
                .check(ALL);
    }

    @Test
    void printsOnlyInTheCommandLineAndInMains() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ALL);
    }

    @Test
    void sleepsInOnePlaceAlone() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Sleeper")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(ALL);
    }

    @Test
    void namesNothingUtilOrManager() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(ALL);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..impl..", "..helper..")
                .check(ALL);
    }

    @Test
    void goesRoundInNoCircles() {
        for (var module : List.of("queue", "engine", "worker", "cli")) {
            slices().matching("io.crawljob.%s.(*)..".formatted(module))
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(ALL);
        }
    }

    private static String[] decisions() {
        return Stream.of(
                        "plan",
                        "lifecycle",
                        "status",
                        "scale",
                        "turn",
                        "workers",
                        "hostpolicy",
                        "queuestatus",
                        "condition")
                .map("io.crawljob.operator.%s.."::formatted)
                .toArray(String[]::new);
    }

    private static void noneOf(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(ALL);
    }

    private static ArchCondition<JavaClass> beMadeOnlyIn(String... packages) {
        return new ArchCondition<>("be made only in " + String.join(", ", packages)) {
            @Override
            public void check(JavaClass made, ConditionEvents events) {
                made.getConstructorCallsToSelf().stream()
                        .filter(call -> Stream.of(packages)
                                .noneMatch(name ->
                                        call.getOriginOwner().getPackageName().startsWith(name)))
                        .map(JavaAccess::getDescription)
                        .forEach(text -> events.add(SimpleConditionEvent.violated(made, text)));
            }
        };
    }
}
