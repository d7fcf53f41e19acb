// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.flagctl.architecture.Levels.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.flagctl.architecture.Levels.Level;
import java.util.Set;
import java.util.TreeSet;

/** Holds the walls of the house: docs/architecture.md says the same in prose. There are no exceptions. */
@AnalyzeClasses(packages = BASE, importOptions = ArchitectureTest.MainClasses.class)
final class ArchitectureTest {

    /** The composition root and what starts it: the only classes that meet the process they run in. */
    private static final DescribedPredicate<JavaClass> COMPOSITION_ROOT = resideInAPackage(BASE + ".cli")
            .and(DescribedPredicate.describe(
                    "Main or CompositionRoot",
                    type -> Set.of("Main", "CompositionRoot").contains(outermost(type))));

    private static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(
                    in("model"), in("diag"), in("strategy"), in("guardrail"), in("governance"), in("plan"))
            .and(not(resideInAPackage(in("plan.codec"))))
            .as("the pure packages");

    @ArchTest
    static void no_rule_passes_on_nothing(JavaClasses classes) {
        assertThat(classes).hasSizeGreaterThan(50);
    }

    @ArchTest
    static void every_package_has_a_level(JavaClasses classes) {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(Levels.topPackageOf(type)));

        assertThat(Levels.TABLE).extracting(Level::name).containsAll(packages);
    }

    @ArchTest
    static void packages_import_only_what_their_level_allows(JavaClasses classes) {
        for (Level level : Levels.TABLE) {
            noClasses()
                    .that()
                    .resideInAPackage(in(level.name()))
                    .should()
                    .dependOnClassesThat(Levels.forbiddenTo(level))
                    .as("package " + level.name() + " imports only " + level.imports())
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule adapters_do_not_depend_on_each_other = slices().matching(BASE + ".adapter.(*).(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule picocli_stays_in_cli = only("picocli..", in("cli"));

    @ArchTest
    static final ArchRule networknt_stays_in_manifest = only("com.networknt..", in("manifest"));

    @ArchTest
    static final ArchRule the_scheduler_and_its_pool_stay_in_worker = noClasses()
            .that()
            .resideOutsideOfPackage(in("worker"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.kagkarlsson..", "com.zaxxer..");

    @ArchTest
    static final ArchRule okhttp_stays_in_http_and_adapters =
            only("okhttp3..", in("http"), in("adapter")).allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_one_http_client_is_built_in_http = noClasses()
            .that()
            .resideOutsideOfPackage(in("http"))
            .should()
            .callConstructor("okhttp3.OkHttpClient")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("okhttp3.OkHttpClient$Builder");

    @ArchTest
    static final ArchRule jackson_stays_at_the_edges = only(
            "tools.jackson..",
            in("manifest"),
            in("plan.codec"),
            in("report"),
            in("adapter"),
            in("cli.demo"),
            in("cli.importing"),
            in("cli.analysis"));

    @ArchTest
    static final ArchRule there_is_one_jackson = only("com.fasterxml.jackson.(databind|core|dataformat)..", "nowhere");

    @ArchTest
    static final ArchRule the_flagd_engine_stays_behind_its_loader = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(BASE + ".cli.demo.FlagdProviderEvaluator")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.openfeature..");

    @ArchTest
    static final ArchRule the_core_is_pure = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat(not(resideInAPackage("java.io")
                            .and(DescribedPredicate.describe(
                                    "what exceptions and records are made of",
                                    type -> Set.of("Serializable", "ObjectStreamException", "UncheckedIOException")
                                            .contains(type.getSimpleName()))))
                    .and(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "org.slf4j.."))
                    .as("files, the net or a log"));

    @ArchTest
    static final ArchRule standard_streams_are_met_in_the_composition_root =
            noClasses().that(not(COMPOSITION_ROOT)).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule the_process_ends_in_the_composition_root = noClasses()
            .that(not(COMPOSITION_ROOT))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule time_comes_in_through_constructors =
            noClasses().that(not(COMPOSITION_ROOT)).should(Calls.toTheClockOfTheProcess());

    @ArchTest
    static final ArchRule the_environment_comes_in_through_constructors = noClasses()
            .that(not(COMPOSITION_ROOT))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule errors_are_named = noClasses().should(Calls.toConstructorsOfGenericErrors());

    @ArchTest
    static final ArchRule packages_say_what_may_be_null = classes().should(Calls.resideInANullMarkedPackage());

    @ArchTest
    static final ArchRule names_say_what_a_class_is = noClasses()
            .that(not(DescribedPredicate.describe("anonymous", JavaClass::isAnonymousClass)))
            .should(Calls.haveANameThatSaysNothing());

    @ArchTest
    static final ArchRule commands_are_called_commands = classes()
            .that()
            .areAnnotatedWith("picocli.CommandLine$Command")
            .should()
            .haveSimpleNameEndingWith("Command")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule providers_are_found_by_name = classes()
            .that()
            .resideInAPackage(in("adapter"))
            .and(simpleNameEndingWith("Provider"))
            .should()
            .haveModifier(JavaModifier.PUBLIC)
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .allowEmptyShould(true);

    private static ArchRule only(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static String in(String name) {
        return BASE + "." + name + "..";
    }

    /** What is shipped; ArchUnit's own option does not know the folder of the quick build. */
    static final class MainClasses implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
