package dev.causality.faults.sim;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Makes virtual threads that run where and when an executor of ours says. The JDK has the means and does not show it:
 * {@code java.lang.ThreadBuilders.VirtualThreadBuilder(Executor)}, reached by reflection with
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
final class VirtualThreads {

    private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";
    private static final Constructor<?> CONSTRUCTOR = constructor();

    private VirtualThreads() {}

    static Thread.Builder.OfVirtual on(Executor executor) {
        try {
            return ((Thread.Builder.OfVirtual) CONSTRUCTOR.newInstance(executor)).inheritInheritableThreadLocals(false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK makes no virtual threads on an executor of ours", e);
        }
    }

    private static Constructor<?> constructor() {
        try {
            Constructor<?> constructor = Class.forName(BUILDER).getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "a simulation needs JDK 25 and the flag --add-opens java.base/java.lang=ALL-UNNAMED", e);
        }
    }
}
