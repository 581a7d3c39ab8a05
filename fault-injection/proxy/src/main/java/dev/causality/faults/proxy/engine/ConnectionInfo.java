package dev.causality.faults.proxy.engine;

import java.net.InetSocketAddress;

/**
 * Which connection.
 *
 * @param proxy the listener's name
 * @param number of the listener's connections in the order in which they were accepted, from 1 on
 * @param client the client's end
 * @param acceptedNanos when, on the scale of {@link StageContext#nanoTime}
 */
public record ConnectionInfo(String proxy, long number, InetSocketAddress client, long acceptedNanos) {}
