package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import io.nats.client.Message;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One message and the wait for its reply. */
final class Question implements Replies.Awaited {

    private static final int NO_RESPONDERS = 503;

    private final Lock lock;
    private final Lock.Condition changed;
    private @Nullable Reply reply;

    private Question(Kernel kernel) {
        lock = kernel.newLock();
        changed = lock.newCondition();
    }

    /** What became of a question. */
    sealed interface Reply {

        record Got(Message message) implements Reply {}

        /** Nobody is there to answer: whatever was asked was not done. */
        record Nobody() implements Reply {}

        /** It was never sent. */
        record NotSent(String why) implements Reply {}

        /** It may have been done: the answer did not come. */
        record Missing(String why) implements Reply {}
    }

    /**
     * Sends a message and waits for its reply.
     *
     * @param send sends it with the given reply address; false = it certainly was not sent
     */
    static Reply ask(
            Session session, Kernel kernel, Predicate<String> send, Deadline deadline, Cancellation cancellation) {
        Question question = new Question(kernel);
        long id = session.replies().await(question);
        try (var _ = cancellation.onCancel(() -> question.settle(new Reply.Missing("given up")))) {
            if (!send.test(session.replies().address(id, 0))) {
                return new Reply.NotSent("not connected");
            }
            return question.await(deadline);
        } finally {
            session.replies().forget(id);
        }
    }

    private Reply await(Deadline deadline) {
        return lock.get(() -> {
            Reply got = reply;
            while (got == null) {
                if (!changed.await(deadline) && reply == null) {
                    return new Reply.Missing("no answer in time");
                }
                got = reply;
            }
            return got;
        });
    }

    private void settle(Reply settled) {
        lock.run(() -> {
            if (reply == null) {
                reply = settled;
                changed.signalAll();
            }
        });
    }

    @Override
    public void replied(int index, Message message) {
        boolean nobody = message.isStatusMessage() && message.getStatus().getCode() == NO_RESPONDERS;
        settle(nobody ? new Reply.Nobody() : new Reply.Got(message));
    }

    @Override
    public void dropped(int index) {
        settle(new Reply.NotSent("too much is waiting to be sent"));
    }

    @Override
    public void lost(String why) {
        settle(new Reply.Missing(why));
    }
}
