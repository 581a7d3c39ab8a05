/**
 * The process around a service: command line, settings, logs, ops server, signals, and an exit code that tells the truth.
 * The order is always the same: settings are checked before anything is touched, the ops server answers before the
 * service starts, and a stop ends inside its budget, cleanly or not.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.process;
