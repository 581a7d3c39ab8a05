package dev.causality.kernel.process;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that tell a process to end. A shutdown hook would not do: the JVM exits with 128 + signal after its hooks
 * whatever they achieved, and a second signal is not heard while they run. {@code sun.misc.Signal} is the JDK's only way
 * to handle signals; it is called by reflection because the compiler's warning about it cannot be suppressed.
 */
public final class Signals {

    /** What supervisors (TERM), terminals (INT) and closing terminals (HUP) send. */
    private static final List<String> ENDING = List.of("TERM", "INT", "HUP");

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Calls {@code handler} with name and number of each signal to end, on a thread of its own. */
    public static void onEnd(ObjIntConsumer<String> handler) {
        for (String name : ENDING) {
            try {
                handle(name, handler);
            } catch (ReflectiveOperationException | RuntimeException refused) {
                LOG.atWarn().addKeyValue("signal", name).setCause(refused).log("cannot handle a signal");
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // A proxy equals itself only.
    private static void handle(String name, ObjIntConsumer<String> handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        int number = (int) signalType.getMethod("getNumber").invoke(signal);
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handlerType},
                (self, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        handler.accept("SIG" + name, number);
                        yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "handler of SIG" + name;
                });
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
    }
}
