/**
 * The settings of the warehouse sink as one validated record: what cannot work together is refused before anything is
 * started, all of it at once.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.sink.config;
