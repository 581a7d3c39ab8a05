package dev.causality.faults.proxy.tap;

import dev.causality.checkers.history.TapEvent;
import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.TapEvent.QueueCommand;
import dev.causality.checkers.history.TapEvent.QueueReplied;
import dev.causality.faults.proxy.protocol.redis.RedisCommand;
import dev.causality.faults.proxy.protocol.redis.RedisObserver;

/** Writes what one Redis connection carries into the history. */
final class RedisTap implements RedisObserver {
    private final Taps taps;
    private final String connection;
    private final String holder;

    RedisTap(Taps taps, String connection, String holder) {
        this.taps = taps;
        this.connection = connection;
        this.holder = holder;
    }

    @Override
    public void command(RedisCommand command) {
        String key = command.key().isEmpty() ? null : command.key();
        String verb = command.name().isEmpty() ? "?" : command.name();
        taps.write(at -> new QueueCommand(at, name(command), holder, verb, key));
    }

    @Override
    public void replied(RedisCommand command, String error) {
        taps.write(at -> new QueueReplied(at, name(command), error.isEmpty() ? null : error));
    }

    private String name(RedisCommand command) {
        return connection + "-" + command.number();
    }

    @Override
    public void unparsable(Speaker speaker, String problem) {
        taps.write(at -> new ConnectionUnparsable(at, connection, TapEvent.Speaker.valueOf(speaker.name()), problem));
    }

    @Override
    public void closed() {
        taps.write(at -> new ConnectionClosed(at, connection));
    }
}
