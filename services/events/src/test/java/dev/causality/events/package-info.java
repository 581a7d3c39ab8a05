/**
 * Tests of what an event means. Most compare with an oracle, over thousands of generated envelopes: the protobuf library's
 * parser and JSON mapping, the protovalidate library's verdict, Java's regular expressions. Every generator has a seed,
 * and every failure names it.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.events;
