package dev.causality.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;

/** Rules for code that a seeded scheduler runs unmodified; the forbidden calls have a list of their own. */
final class Determinism {
    private Determinism() {}

    static ArchRule noMonitors(DescribedPredicate<JavaClass> deterministic) {
        return classes()
                .that(deterministic)
                .should(notSynchronize())
                .because("a contended monitor hands over in an order that no seed decides: use the Kernel's lock");
    }

    static ArchRule noMutableStatics(DescribedPredicate<JavaClass> deterministic) {
        return fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(deterministic)
                .should()
                .beFinal()
                .because("the state of a simulated process is reachable from its own Kernel only")
                .allowEmptyShould(true);
    }

    static ArchRule onlyPortsToTheOutside(DescribedPredicate<JavaClass> deterministic) {
        return noClasses()
                .that(deterministic)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.nats..",
                        "software.amazon..",
                        "io.helidon..",
                        "org.apache.parquet..",
                        "org.apache.hadoop..",
                        "com.github.luben.zstd..",
                        "ch.qos.logback..",
                        "picocli..")
                .because("the outside is reached through ports, which simulation replaces");
    }

    private static ArchCondition<JavaClass> notSynchronize() {
        return new ArchCondition<>("not synchronize") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (MethodModel method : bytecode(type).methods()) {
                    if (synchronizes(method)) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + "." + method.methodName().stringValue() + " synchronizes"));
                    }
                }
            }
        };
    }

    private static boolean synchronizes(MethodModel method) {
        return method.flags().has(AccessFlag.SYNCHRONIZED)
                || method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .anyMatch(MonitorInstruction.class::isInstance);
    }

    private static ClassModel bytecode(JavaClass type) {
        try (InputStream stream =
                type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + type.getName(), e);
        }
    }
}
