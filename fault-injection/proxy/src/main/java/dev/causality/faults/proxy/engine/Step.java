package dev.causality.faults.proxy.engine;

import dev.causality.faults.plan.Direction;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A stage at its place in a lane, and what it sees of it. */
final class Step implements StageContext {
    private final Lane lane;
    private final String name;
    private final Stage stage;
    private @Nullable Step next;
    private @Nullable Step counterpart;
    private EventLoop.@Nullable Alarm alarm;
    private boolean holding;
    private boolean endReceived;
    private boolean endPassed;
    private boolean removed;

    Step(Lane lane, String name, Stage stage) {
        this.lane = lane;
        this.name = name;
        this.stage = stage;
    }

    String name() {
        return name;
    }

    @Nullable
    Step next() {
        return next;
    }

    void setNext(@Nullable Step step) {
        next = step;
    }

    /** The stage of the same factory in the other lane. */
    void setCounterpart(@Nullable Step step) {
        counterpart = step;
    }

    void start() {
        if (!isGone()) {
            stage.onStart(this);
        }
    }

    /** Stands where another one stood, which has seen the end already. */
    void replace(Step old) {
        endReceived = old.endPassed;
        endPassed = old.endPassed;
    }

    void receive(ByteBuffer bytes) {
        if (endPassed || isGone()) {
            bytes.position(bytes.limit());
            return;
        }
        stage.onBytes(bytes, this);
    }

    void receiveEnd() {
        if (!endReceived && !endPassed && !isGone()) {
            endReceived = true;
            stage.onEnd(this);
        }
    }

    /** Takes the stage out; what it lets go goes to the next step, which may be the one that replaces it. */
    void remove(boolean replaced) {
        if (isGone()) {
            return;
        }
        if (replaced) {
            stage.onReplaced(this);
        } else {
            stage.onRemoved(this);
        }
        if (endReceived) {
            passEnd();
        }
        release();
    }

    /** The connection is gone. */
    void closed() {
        release();
        stage.onClosed();
    }

    private void release() {
        removed = true;
        cancelWake();
        if (holding) {
            holding = false;
            lane.hold(false);
        }
    }

    private boolean isGone() {
        return removed || lane.connection().isClosed();
    }

    @Override
    public void pass(ByteBuffer bytes) {
        if (endPassed || isGone()) {
            bytes.position(bytes.limit());
        } else if (bytes.hasRemaining()) {
            lane.deliver(bytes, next);
        }
    }

    @Override
    public void passEnd() {
        if (!endPassed && !isGone()) {
            endPassed = true;
            lane.deliverEnd(next);
        }
    }

    @Override
    public void answer(ByteBuffer bytes) {
        if (isGone()) {
            bytes.position(bytes.limit());
        } else if (bytes.hasRemaining()) {
            opposite().deliver(bytes, counterpart == null ? null : counterpart.next);
        }
    }

    @Override
    public void close() {
        if (!isGone()) {
            lane.closeAtEnd();
            passEnd();
            lane.connection().giveTimeToClose();
        }
    }

    @Override
    public void closeAfterAnswer() {
        if (counterpart != null) {
            counterpart.close();
        } else if (!isGone()) {
            opposite().closeAtEnd();
            opposite().deliverEnd(null);
            lane.connection().giveTimeToClose();
        }
    }

    @Override
    public void reset() {
        if (!isGone()) {
            lane.connection().close(true);
        }
    }

    @Override
    public void cutReceiver(boolean reset) {
        if (!isGone()) {
            lane.connection().cut(lane.sink(), reset);
        }
    }

    @Override
    public void wakeAt(long nanoTime) {
        if (isGone()) {
            return;
        }
        cancelWake();
        alarm = lane.connection().loop().alarm(nanoTime, this::wake);
    }

    @Override
    public void cancelWake() {
        if (alarm != null) {
            lane.connection().loop().cancel(alarm);
            alarm = null;
        }
    }

    private void wake() {
        alarm = null;
        lane.connection().guarded(() -> {
            if (!isGone()) {
                stage.onWake(this);
            }
        });
    }

    @Override
    public void holdBack(boolean hold) {
        if (hold != holding && !isGone()) {
            holding = hold;
            lane.hold(hold);
        }
    }

    @Override
    public void inLoop(Runnable action) {
        lane.connection()
                .loop()
                .execute(() -> lane.connection().guarded(() -> {
                    if (!isGone()) {
                        action.run();
                    }
                }));
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Direction direction() {
        return lane.direction();
    }

    @Override
    public ConnectionInfo connection() {
        return lane.connection().info();
    }

    private Lane opposite() {
        return lane.connection().lane(lane.direction().reverse());
    }
}
