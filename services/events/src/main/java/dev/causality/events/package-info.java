/**
 * What an event envelope means, for everyone who handles one: its category and type, its subject and message id, whether
 * it is valid, which partition it belongs to, and the warehouse row that it becomes. The rules come from the schema's
 * annotations, compiled once. Everything works on the protobuf bytes themselves, so that the hot paths of gateway and
 * sink never build a message; whatever is out of the ordinary is parsed in full first. Pure functions of their input.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.events;
