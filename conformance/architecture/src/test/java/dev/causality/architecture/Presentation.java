package dev.causality.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Rules for how packages and classes present themselves. */
final class Presentation {
    private Presentation() {}

    static ArchRule nullMarkedPackages(DescribedPredicate<JavaClass> written) {
        return classes()
                .that(written)
                .should(beInANullMarkedPackage())
                .because("NullAway checks only what is marked, and the package's story stands beside the mark");
    }

    static ArchRule finalClasses(DescribedPredicate<JavaClass> written) {
        return classes()
                .that(written)
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(ABSTRACT)
                .should()
                .haveModifier(FINAL)
                .because("a class that is meant to be extended says so by being abstract");
    }

    /** An adapter is reached through a factory, as the port that it implements; it may be the factory itself. */
    static ArchRule hiddenAdapters(DescribedPredicate<JavaClass> adapter, DescribedPredicate<JavaClass> port) {
        return classes()
                .that(adapter)
                .and()
                .areNotInterfaces()
                .and(implementOneOf(port))
                .should()
                .notBePublic()
                .orShould()
                .haveOnlyPrivateConstructors()
                .because("callers know the port and the factory only")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> implementOneOf(DescribedPredicate<JavaClass> port) {
        return DescribedPredicate.describe(
                "implement " + port.getDescription(),
                type -> type.getAllRawInterfaces().stream().anyMatch(port));
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package without a @NullMarked package-info"));
                }
            }
        };
    }
}
