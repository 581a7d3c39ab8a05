package dev.causality.faults.proxy.engine;

import java.util.List;

/**
 * A connection as it was a moment ago.
 *
 * @param connected whether the server has been reached
 * @param upstreamBytes sent by the client
 * @param upstreamPassed of these, what has left for the server
 * @param downstreamBytes sent by the server
 * @param downstreamPassed of these, what has left for the client
 * @param stages the names of the factories that have a stage in it
 */
public record ConnectionView(
        ConnectionInfo info,
        long ageMillis,
        boolean connected,
        long upstreamBytes,
        long upstreamPassed,
        long downstreamBytes,
        long downstreamPassed,
        List<String> stages) {}
