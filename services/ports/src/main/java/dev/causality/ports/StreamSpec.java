package dev.causality.ports;

import java.time.Duration;
import java.util.List;

/**
 * The shape of a stream. A full stream refuses new messages; it never evicts old ones to make room.
 *
 * @param name the stream's name
 * @param subjects what it captures, wildcards allowed
 * @param maxAge after what time messages go by themselves; zero = never
 * @param maxBytes how much it holds; -1 = no limit
 * @param replicas on how many servers
 * @param duplicateWindow for how long it remembers message ids
 * @param maxMessagesPerSubject how many messages it holds of one subject; -1 = no limit
 */
public record StreamSpec(
        String name,
        List<String> subjects,
        Duration maxAge,
        long maxBytes,
        int replicas,
        Duration duplicateWindow,
        long maxMessagesPerSubject) {}
