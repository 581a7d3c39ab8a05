package dev.causality.checkers.history;

import java.util.HashSet;
import java.util.Set;

/** What has to hold between the lines of taps: names are given once and used after that. */
final class TapReferences {
    private final Set<String> connections = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> publishes = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> requests = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> commands = new HashSet<>();
    private final Set<String> replied = new HashSet<>();

    /** Takes note of the next event, or refuses it. */
    void accept(TapEvent event) {
        switch (event) {
            case TapEvent.ConnectionOpened opened -> References.once(connections, opened.connection(), "connection");
            case TapEvent.ConnectionUnparsable unparsable ->
                References.known(connections, unparsable.connection(), "connection");
            case TapEvent.ConnectionClosed close -> {
                References.known(connections, close.connection(), "connection");
                References.once(closed, close.connection(), "end of connection");
            }
            case TapEvent.Published publish -> References.once(publishes, publish.publish(), "publish");
            case TapEvent.PublishConfirmed confirmation -> {
                References.known(publishes, confirmation.publish(), "publish");
                References.once(confirmed, confirmation.publish(), "confirmation of publish");
            }
            case TapEvent.StoreRequested request -> References.once(requests, request.request(), "request");
            case TapEvent.StoreAnswered answer -> {
                References.known(requests, answer.request(), "request");
                References.once(answered, answer.request(), "answer to request");
            }
            case TapEvent.QueueCommand command -> References.once(commands, command.command(), "command");
            case TapEvent.QueueReplied reply -> {
                References.known(commands, reply.command(), "command");
                References.once(replied, reply.command(), "reply to command");
            }
        }
    }
}
