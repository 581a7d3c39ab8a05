package dev.causality.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The rules, on every class that is built for use; tests are not judged. */
@AnalyzeClasses(packages = "dev.causality", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> GENERATED =
            resideInAnyPackage("dev.causality.v1..", "dev.causality.internal.v1..");
    private static final DescribedPredicate<JavaClass> WRITTEN = not(GENERATED).as("written by hand");

    /** The same classes that services/pom.xml checks for forbidden calls, and plans of faults. */
    private static final DescribedPredicate<JavaClass> DETERMINISTIC = resideInAnyPackage(
                    "dev.causality.events..",
                    "dev.causality.faults.plan..",
                    "dev.causality.ports..",
                    "dev.causality.deadletters",
                    "dev.causality.retention..",
                    "dev.causality.gateway.core..",
                    "dev.causality.sink.core..")
            .as("deterministic");

    private static final List<String> UNFURNISHED =
            List.of("system", "fault-plan", "fault-proxy", "fault-sim", "contract", "simulation");

    @ArchTest
    static final ArchRule rooms_use_only_what_the_folder_table_allows =
            classes().should(FolderTable.causality().isKept());

    /** A mistyped package in the table would otherwise pass unseen. */
    @ArchTest
    static void rooms_hold_classes(JavaClasses classes) {
        assertThat(FolderTable.causality().emptyRooms(classes)).isSubsetOf(UNFURNISHED);
    }

    @ArchTest
    static final ArchRule deterministic_code_has_no_monitors = Determinism.noMonitors(DETERMINISTIC);

    @ArchTest
    static final ArchRule deterministic_code_has_no_mutable_statics = Determinism.noMutableStatics(DETERMINISTIC);

    @ArchTest
    static final ArchRule deterministic_code_reaches_the_outside_through_ports =
            Determinism.onlyPortsToTheOutside(DETERMINISTIC);

    @ArchTest
    static final ArchRule packages_are_null_marked = Presentation.nullMarkedPackages(WRITTEN);

    @ArchTest
    static final ArchRule concrete_classes_are_final = Presentation.finalClasses(WRITTEN);

    @ArchTest
    static final ArchRule adapters_are_hidden_behind_their_factory = Presentation.hiddenAdapters(
            resideInAPackage("dev.causality.adapters.."), resideInAPackage("dev.causality.ports.."));
}
