/** Tests of the instruments, as Prometheus sees them. */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.telemetry;
