package dev.causality.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule finds the class that breaks it, and no other. */
class RulesTest {
    private static final String FIXTURE = "dev.causality.architecture.fixture";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(FIXTURE);
    private static final DescribedPredicate<JavaClass> ALL = resideInAPackage(FIXTURE + "..");
    private static final DescribedPredicate<JavaClass> CORE = resideInAPackage(FIXTURE + ".core");

    @Test
    void synchronized_methods_and_blocks_are_found() {
        assertThat(violations(Determinism.noMonitors(CORE)))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("SynchronizedMethod.next synchronizes"),
                        line -> assertThat(line).contains("SynchronizedBlock.next synchronizes"));
    }

    @Test
    void mutable_statics_are_found() {
        assertThat(violations(Determinism.noMutableStatics(CORE)))
                .singleElement()
                .asString()
                .contains("MutableStatic.count");
    }

    @Test
    void a_core_that_reaches_past_the_ports_is_found() {
        assertThat(violations(Determinism.onlyPortsToTheOutside(CORE)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("OutsideUser"));
    }

    @Test
    void packages_that_are_not_null_marked_are_found() {
        assertThat(violations(Presentation.nullMarkedPackages(ALL)))
                .singleElement()
                .asString()
                .contains("unmarked.Unmarked");
    }

    @Test
    void classes_that_are_neither_final_nor_abstract_are_found() {
        assertThat(violations(Presentation.finalClasses(ALL)))
                .singleElement()
                .asString()
                .contains("core.Open");
    }

    @Test
    void public_adapters_are_found() {
        assertThat(violations(Presentation.hiddenAdapters(
                        resideInAPackage(FIXTURE + ".adapters"), resideInAPackage(FIXTURE + ".ports"))))
                .singleElement()
                .asString()
                .contains("PublicAdapter");
    }

    @Test
    void a_use_that_the_folder_table_does_not_allow_is_found() {
        FolderTable table = FolderTable.parse("""
                root     | dev.causality.architecture.fixture            |
                ports    | dev.causality.architecture.fixture.ports      |
                adapters | dev.causality.architecture.fixture.adapters   | ports
                core     | dev.causality.architecture.fixture.core       | ports
                other    | dev.causality.architecture.fixture.unmarked   |
                """);

        assertThat(violations(classes().should(table.isKept())))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains("core may use [ports]")
                        .contains("Upward")
                        .contains("PublicAdapter"));
    }

    @Test
    void a_class_outside_the_folder_table_and_a_room_without_classes_are_found() {
        FolderTable table = FolderTable.parse("""
                all   | dev.causality.architecture.fixture..            |
                twice | dev.causality.architecture.fixture.ports        |
                typo  | dev.causality.architecture.fixture.prots        |
                """);

        assertThat(violations(classes().should(table.isKept())))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("ports").contains("in 2 rooms"));
        assertThat(table.emptyRooms(CLASSES)).containsExactly("typo");
        assertThat(violations(
                        classes().should(FolderTable.parse("none | none |").isKept())))
                .hasSameSizeAs(CLASSES);
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }
}
