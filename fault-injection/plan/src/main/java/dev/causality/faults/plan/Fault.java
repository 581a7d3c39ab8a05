package dev.causality.faults.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Something that can be broken, without saying when and where. Each family has a file of its own; each fault is an
 * immutable record whose constructor refuses values that make no sense.
 */
public sealed interface Fault permits LinkFault, HttpFault, NatsFault, RedisFault, ProcessFault, WorldFault {

    /** What kind of fault it is, as written in plans and histories: {@code latency}, {@code http-answer}, ... */
    default String kind() {
        return kindOf(getClass());
    }

    /** Every kind there is. */
    static List<String> kinds() {
        return Stream.of(Fault.class.getPermittedSubclasses())
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .map(Fault::kindOf)
                .toList();
    }

    /** The {@link #kind()} of a record's faults: its name in kebab case behind its family's. */
    static String kindOf(Class<?> record) {
        Class<?> family = record.getEnclosingClass();
        String prefix = family == null || family.equals(LinkFault.class)
                ? ""
                : family.getSimpleName().replace("Fault", "").toLowerCase(Locale.ROOT) + "-";
        return prefix + Names.kebab(record);
    }
}
