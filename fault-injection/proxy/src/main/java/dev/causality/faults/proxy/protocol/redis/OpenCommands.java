package dev.causality.faults.proxy.protocol.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The commands of one connection that have no reply yet; replies come in their order. */
final class OpenCommands {
    /** Clients that pipeline send a few thousand at once. */
    private static final int MAX_OPEN = 100_000;

    private final Deque<Open> open = new ArrayDeque<>();
    private long count;
    private boolean ordered = true;

    /** A command, and the fault that hits its reply, if one does. */
    record Open(RedisCommand command, @Nullable RedisHit hit) {}

    RedisCommand next(String name, String key) {
        return new RedisCommand(++count, name, key);
    }

    /** A command goes to the server. After one that changes how replies come, they are told no more. */
    void add(RedisCommand command, @Nullable RedisHit hit) {
        switch (command.name()) {
            case "SUBSCRIBE",
                    "PSUBSCRIBE",
                    "SSUBSCRIBE",
                    "UNSUBSCRIBE",
                    "PUNSUBSCRIBE",
                    "SUNSUBSCRIBE",
                    "MONITOR",
                    "CLIENT" ->
                ordered = ordered
                        && command.name().equals("CLIENT")
                        && !command.key().equalsIgnoreCase("REPLY");
            default -> {}
        }
        if (ordered && open.size() < MAX_OPEN) {
            open.add(new Open(command, hit));
        } else {
            ordered = false;
            open.clear();
        }
    }

    /** Whether replies still belong to commands, one for each. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The command that the next reply answers; null when that is not known. */
    @Nullable
    Open take() {
        return open.poll();
    }
}
