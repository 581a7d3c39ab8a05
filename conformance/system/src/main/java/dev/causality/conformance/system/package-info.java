/**
 * Conformance runs of real processes: gateway and sinks are started as they are shipped, put to work by clients that
 * repeat what fails, broken on purpose, and healed; then everything that is left is read back and judged.
 *
 * <p>Services are known here by their jars, their settings and the wire (HTTP, NATS, S3), never by their classes. All
 * that a run saw goes into its history; the verdict is made from that file alone.
 */
@NullMarked
package dev.causality.conformance.system;

import org.jspecify.annotations.NullMarked;
