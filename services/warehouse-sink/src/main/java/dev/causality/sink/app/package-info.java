/** The process of the warehouse sink: settings from the environment, real ports, and the core started on them. */
@org.jspecify.annotations.NullMarked
package dev.causality.sink.app;
