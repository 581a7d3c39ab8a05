package dev.causality.ports;

/**
 * What an answer to a delivery is addressed to.
 *
 * @param address opaque to everyone but the port
 */
public record Receipt(String address) {}
