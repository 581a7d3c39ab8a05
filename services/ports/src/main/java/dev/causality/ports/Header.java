package dev.causality.ports;

/** One header of a message. A name may occur several times. */
public record Header(String name, String value) {}
