package dev.causality.faults.proxy.toxic;

import dev.causality.faults.plan.Direction;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.run.Evidence;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a link that is in force on a proxy: makes its stages. Thread-safe. Two are equal only if they are the same, so
 * a changed toxic replaces the one before in every connection.
 */
public final class Toxic implements StageFactory {
    /** What the names of toxics' stages begin with. */
    public static final String PREFIX = "toxic ";

    private final String name;
    private final LinkFault fault;
    private final Seed seed;
    private final Mark.Source evidence;
    private final Pacer shared;
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param name its own on the proxy
     * @param seed the proxy's
     * @param evidence is told under {@code evidenceName} of what it does
     */
    public Toxic(String name, LinkFault fault, Seed seed, Evidence evidence, String evidenceName) {
        this.name = name;
        this.fault = fault;
        this.seed = seed;
        this.evidence = new Mark.Source(evidence, evidenceName);
        this.shared = new Pacer(fault instanceof LinkFault.Bandwidth bandwidth ? bandwidth.kilobytesPerSecond() : 0);
    }

    /** The toxic's behind {@link #PREFIX}, so that no toxic takes the name of a protocol's stages. */
    @Override
    public String name() {
        return PREFIX + name;
    }

    public LinkFault fault() {
        return fault;
    }

    /** The first connections are refused by one kind of fault. */
    @Override
    public boolean refuses(ConnectionInfo connection) {
        if (fault instanceof LinkFault.DropConnections drop && refused.getAndIncrement() < drop.count()) {
            evidence.mark().hit(connection, "reset as soon as it was made");
            return true;
        }
        return false;
    }

    @Override
    public StagePair open(ConnectionInfo connection) {
        return pair(connection, null);
    }

    @Override
    public StagePair reopen(ConnectionInfo connection, StagePair previous) {
        return pair(connection, previous.upstream() == null ? previous.downstream() : previous.upstream());
    }

    private StagePair pair(ConnectionInfo connection, @Nullable Stage previous) {
        Direction direction = fault.reach().stream();
        Seed own = seed.fork(connection.number()).fork(name).fork(direction.name());
        if (own.fork("toxicity").generator().nextDouble() >= fault.reach().toxicity()) {
            return StagePair.NONE;
        }
        Stage stage = stage(own, previous);
        if (stage == null) {
            return StagePair.NONE;
        }
        return direction == Direction.UPSTREAM ? new StagePair(stage, null) : new StagePair(null, stage);
    }

    private @Nullable Stage stage(Seed own, @Nullable Stage previous) {
        Mark mark = evidence.mark();
        return switch (fault) {
            case LinkFault.Latency latency -> new LatencyStage(latency, own, mark);
            case LinkFault.Bandwidth bandwidth ->
                new BandwidthStage(bandwidth.shared() ? shared : new Pacer(bandwidth.kilobytesPerSecond()), mark);
            case LinkFault.SlowClose slow -> new SlowCloseStage(slow.delayMillis(), mark);
            case LinkFault.Timeout timeout -> new TimeoutStage(timeout.timeoutMillis(), mark);
            case LinkFault.ResetPeer reset -> new ResetPeerStage(reset.timeoutMillis(), mark);
            case LinkFault.Slicer slicer -> new SlicerStage(slicer, own, mark);
            case LinkFault.LimitData limit ->
                new LimitDataStage(
                        limit.bytes(), previous instanceof LimitDataStage before ? before.passed() : 0, mark);
            case LinkFault.Corrupt corrupt -> new CorruptStage(corrupt.oneIn(), own, mark);
            case LinkFault.CutAfter cut -> new CutAfterStage(cut, mark);
            case LinkFault.BlackHole _ -> new BlackHoleStage(mark);
            case LinkFault.HalfOpen _ -> new HalfOpenStage(mark);
            case LinkFault.Down _, LinkFault.DropConnections _ -> null;
        };
    }
}
