/**
 * What a process counts and measures. {@link dev.causality.kernel.telemetry.Telemetry} names every instrument of every
 * service once; callers see typed methods, and labels that are enum constants or registered routes, so that no client
 * can make the number of time series grow. OpenTelemetry collects, Prometheus's text format is what comes out.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.telemetry;
