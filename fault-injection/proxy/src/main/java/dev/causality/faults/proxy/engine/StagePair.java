package dev.causality.faults.proxy.engine;

import org.jspecify.annotations.Nullable;

/**
 * The stages that one factory put into one connection. They may share state: both are called by one thread.
 *
 * @param upstream sees what the client sends; null for none
 * @param downstream sees what the server sends; null for none
 */
public record StagePair(@Nullable Stage upstream, @Nullable Stage downstream) {

    /** No stage in either direction: it costs nothing. */
    public static final StagePair NONE = new StagePair(null, null);
}
