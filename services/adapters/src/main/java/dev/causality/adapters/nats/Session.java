package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its beginning to its first loss. It never reconnects: what was queued on it when it was lost is
 * never sent, and whoever waits for a reply on it is told at once. Safe for use by several tasks.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /**
     * Room for the answers to every message that may be pending at once; publications have a limit of their own. When
     * even this is full the server has read nothing for long, and what is dropped are answers that it will not miss.
     */
    private static final int OUTGOING_MESSAGES = 262_144;

    private static final int UNANSWERED_PINGS = 2;
    private static final String REASON_VERSION = "2.10.4";

    /** Before this one a purge makes a consumer forget everything that is unanswered: what a dead sink held is lost (A4). */
    private static final String OLDEST_VERSION = "2.10.0";

    private static final byte[] NOTHING = new byte[0];

    private final Connection connection;
    private final Replies replies;
    private final CancellationSource lost;

    private Session(Connection connection, Replies replies, CancellationSource lost) {
        this.connection = connection;
        this.replies = replies;
        this.lost = lost;
    }

    /** Connects to the first of the servers that answers. */
    static Session connect(Collection<String> servers, NatsConfig config, Kernel kernel, String inbox)
            throws IOException, InterruptedException {
        CancellationSource lost = kernel.newCancellation();
        Replies replies = new Replies(inbox);
        LossListener listener = new LossListener(replies, lost);
        Errors errors = new Errors(replies);
        Options options = options(servers, config)
                .connectionListener(listener)
                .errorListener(errors)
                .build();
        Connection connection = connect(options, errors);
        listener.watch(connection);
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.setPendingLimits(0, 0); // Bounded by what is asked; a dropped reply would be a question unanswered.
        dispatcher.subscribe(replies.pattern(), replies::reply);
        return new Session(connection, replies, lost);
    }

    /** The client says of a failure only that there was one; the reason goes to its error listener. */
    private static Connection connect(Options options, Errors errors) throws IOException, InterruptedException {
        try {
            return Nats.connect(options);
        } catch (IOException e) {
            String reason = errors.last;
            throw reason == null ? e : new IOException(e.getMessage() + ": " + reason, e);
        }
    }

    private static Options.Builder options(Collection<String> servers, NatsConfig config) {
        Options.Builder builder = Options.builder()
                .servers(servers.toArray(String[]::new))
                .connectionName(config.connectionName())
                .dataPortType(GuardedDataPort.class.getName())
                .connectionTimeout(config.connectTimeout())
                .pingInterval(config.pingInterval())
                .maxPingsOut(UNANSWERED_PINGS)
                .noReconnect()
                .reconnectBufferSize(0)
                .maxMessagesInOutgoingQueue(OUTGOING_MESSAGES)
                .discardMessagesWhenOutgoingQueueFull()
                .subjectValidationType(Options.SubjectValidationType.None);
        switch (config.credentials()) {
            case NatsCredentials.None _ -> {}
            case NatsCredentials.UserPassword(String user, String password) -> builder.userInfo(user, password);
            case NatsCredentials.Token(String token) -> builder.token(token.toCharArray());
            case NatsCredentials.CredentialsFile(var file) -> builder.credentialPath(file.toString());
        }
        return builder;
    }

    /** Whether the connection stands, as far as is known here. */
    boolean alive() {
        return !lost.isCancelled() && connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** Cancelled once the connection is lost. */
    Cancellation lost() {
        return lost;
    }

    Replies replies() {
        return replies;
    }

    /**
     * Hands a message over for sending.
     *
     * @return whether it may be sent; false = it certainly never is
     */
    boolean send(String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body) {
        if (!alive()) {
            return false;
        }
        try {
            connection.publish(subject, replyTo, headers, body);
            return true;
        } catch (IllegalStateException notConnected) {
            return false;
        }
    }

    boolean send(String subject, byte[] body) {
        return send(subject, null, null, body);
    }

    /** A new inbox, listened to. What comes waits in it without a limit: the caller asks for no more than it can hold. */
    Subscription openInbox() {
        Subscription inbox = connection.subscribe(connection.createInbox());
        inbox.setPendingLimits(0, 0);
        return inbox;
    }

    /** Waits until the server has read all that was sent before; false when it did not by the deadline. */
    boolean flush(Kernel kernel, Deadline deadline) {
        return Question.ask(this, kernel, address -> send(address, NOTHING), deadline, lost)
                instanceof Question.Reply.Got;
    }

    long maxPayload() {
        return connection.getMaxPayload();
    }

    /** Whether a termination may carry a reason; an older server would not understand it at all. */
    boolean understandsReasons() {
        return connection.getServerInfo().isSameOrNewerThanVersion(REASON_VERSION);
    }

    /** Why this server will not do; empty when it will. */
    Optional<String> unfit() {
        return unfit(connection.getServerInfo());
    }

    static Optional<String> unfit(ServerInfo server) {
        return server.isSameOrNewerThanVersion(OLDEST_VERSION)
                ? Optional.empty()
                : Optional.of(
                        "nats-server " + server.getVersion() + " is too old: its consumers forget at a purge what is"
                                + " unanswered; " + OLDEST_VERSION + " or newer is needed");
    }

    String serverVersion() {
        return connection.getServerInfo().getVersion();
    }

    /** All servers of the cluster that this connection has heard of. */
    Collection<String> knownServers() {
        return connection.getServers();
    }

    void close() {
        replies.lost("the connection was closed");
        lost.cancel();
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Learns of the loss before the client has torn its sockets down. While it connects, the client reports each server
     * that does not answer as a disconnection: what counts is the state after that.
     */
    private static final class LossListener implements ConnectionListener {

        private final Replies replies;
        private final CancellationSource lost;
        private volatile boolean watching;

        LossListener(Replies replies, CancellationSource lost) {
            this.replies = replies;
            this.lost = lost;
        }

        void watch(Connection connection) {
            watching = true;
            check(connection);
        }

        @Override
        @SuppressWarnings("deprecation") // The interface has no other abstract method.
        public void connectionEvent(Connection connection, Events type) {
            if (type == Events.LAME_DUCK) {
                LOG.atInfo().log("the NATS server is going to shut down");
            }
            check(connection);
        }

        private void check(Connection connection) {
            if (watching && connection.getStatus() != Connection.Status.CONNECTED) {
                replies.lost("the connection was lost");
                lost.cancel();
            }
        }
    }

    private static final class Errors implements ErrorListener {

        private final Replies replies;
        private volatile @Nullable String last;
        private volatile boolean said;

        Errors(Replies replies) {
            this.replies = replies;
        }

        @Override
        public void messageDiscarded(Connection connection, Message message) {
            replies.dropped(message.getReplyTo());
        }

        @Override
        public void errorOccurred(Connection connection, String error) {
            said = true;
            last = error;
            LOG.atWarn().addKeyValue("error", error).log("the NATS server reports an error");
        }

        @Override
        public void exceptionOccurred(Connection connection, Exception problem) {
            if (!said) {
                last = String.valueOf(problem.getMessage());
            }
            LOG.atDebug().setCause(problem).log("exception in the NATS client");
        }

        @Override
        public void slowConsumerDetected(Connection connection, Consumer consumer) {
            LOG.atWarn().log("the NATS client drops messages");
        }
    }
}
