package dev.causality.checkers.history;

import org.jspecify.annotations.Nullable;

/**
 * What a tap sees besides deliveries and uploads: connections, publishes, other requests to the store, commands to a queue.
 * As everything on the wire, it is written before it is passed on.
 */
public sealed interface TapEvent extends HistoryEvent {

    /**
     * A connection through a tap was made.
     *
     * @param connection names it; unique in the history
     * @param holder the process that made it
     * @param protocol {@code nats}, {@code s3}, {@code redis}
     */
    record ConnectionOpened(long atMicros, String connection, String holder, String protocol) implements TapEvent {
        public ConnectionOpened {
            Require.notNegative(atMicros, "atMicros");
            Require.text(connection, "connection");
            Require.text(holder, "holder");
            Require.text(protocol, "protocol");
        }
    }

    /** A connection has ended, or was cut; whatever was on its way may be lost. */
    record ConnectionClosed(long atMicros, String connection) implements TapEvent {
        public ConnectionClosed {
            Require.notNegative(atMicros, "atMicros");
            Require.text(connection, "connection");
        }
    }

    /** Whose bytes. */
    enum Speaker {
        CLIENT,
        SERVER
    }

    /** From here on the tap does not understand what one side of a connection says, and passes it on unseen. */
    record ConnectionUnparsable(long atMicros, String connection, Speaker speaker, String problem) implements TapEvent {
        public ConnectionUnparsable {
            Require.notNegative(atMicros, "atMicros");
            Require.text(connection, "connection");
            Require.present(speaker, "speaker");
            Require.text(problem, "problem");
        }
    }

    /**
     * A message with an id is on its way to a stream.
     *
     * @param publish names this attempt; unique in the history
     * @param bytes of the payload, headers included
     */
    record Published(long atMicros, String publish, String holder, String subject, String messageId, long bytes)
            implements TapEvent {
        public Published {
            Require.notNegative(atMicros, "atMicros");
            Require.text(publish, "publish");
            Require.text(holder, "holder");
            Require.text(subject, "subject");
            Require.present(messageId, "messageId");
            Require.notNegative(bytes, "bytes");
        }
    }

    /**
     * The server's answer to a publish.
     *
     * @param stream that has the message; absent when it was refused
     * @param sequence the message's, or its first copy's; 0 when it was refused
     * @param error the server's error code; 0 when the message was taken
     */
    record PublishConfirmed(
            long atMicros, String publish, @Nullable String stream, long sequence, boolean duplicate, int error)
            implements TapEvent {
        public PublishConfirmed {
            Require.notNegative(atMicros, "atMicros");
            Require.text(publish, "publish");
            Require.notNegative(sequence, "sequence");
            Require.notNegative(error, "error");
        }
    }

    /**
     * A request to the store that is no PUT of an object.
     *
     * @param request names it; unique in the history
     * @param operation {@code GET_OBJECT}, {@code HEAD_OBJECT}, {@code LIST_OBJECTS}, ...
     * @param objectKey the object that it is about, if it is about one
     */
    record StoreRequested(
            long atMicros,
            String request,
            String holder,
            String operation,
            @Nullable String objectKey) implements TapEvent {
        public StoreRequested {
            Require.notNegative(atMicros, "atMicros");
            Require.text(request, "request");
            Require.text(holder, "holder");
            Require.text(operation, "operation");
        }
    }

    /** How such a request ended. The status is 0 when no response came. */
    record StoreAnswered(long atMicros, String request, int status) implements TapEvent {
        public StoreAnswered {
            Require.notNegative(atMicros, "atMicros");
            Require.text(request, "request");
            Require.notNegative(status, "status");
        }
    }

    /**
     * A command to a queue or key-value server.
     *
     * @param command names it; unique in the history
     * @param name of the command, in upper case
     * @param key its first argument, if it has one
     */
    record QueueCommand(
            long atMicros,
            String command,
            String holder,
            String name,
            @Nullable String key) implements TapEvent {
        public QueueCommand {
            Require.notNegative(atMicros, "atMicros");
            Require.text(command, "command");
            Require.text(holder, "holder");
            Require.text(name, "name");
        }
    }

    /** The reply to a command; the error is absent when it was carried out. */
    record QueueReplied(
            long atMicros, String command, @Nullable String error) implements TapEvent {
        public QueueReplied {
            Require.notNegative(atMicros, "atMicros");
            Require.text(command, "command");
        }
    }
}
