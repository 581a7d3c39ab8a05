package dev.causality.checkers.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One line of a history. The line's {@code kind} is the record's name in kebab case; its other fields are the record's
 * components; an absent value is left out.
 *
 * <p>Lines stand in the order in which one vantage point saw things happen, and {@link #atMicros()} never decreases.
 * Instances are immutable; their constructors refuse values that cannot be.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface HistoryEvent
        permits RunEvent, ClientEvent, FaultEvent, ProcessEvent, WireEvent, TapEvent, StreamEvent, StoreEvent {

    /** Microseconds since the history began, by the writer's monotonic clock (in simulation: simulated time). */
    long atMicros();
}
