/** The sink's process: its settings, and what becomes of bad ones. */
@org.jspecify.annotations.NullMarked
package dev.causality.sink.app;
