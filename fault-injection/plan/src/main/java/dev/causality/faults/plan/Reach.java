package dev.causality.faults.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a fault of a link touches.
 *
 * @param stream the direction; in JSON {@code downstream} when left out
 * @param toxicity the share of connections, drawn once for each; in JSON 1 when left out
 */
public record Reach(Direction stream, double toxicity) {

    /** Every connection, from the client to the server. */
    public static final Reach UPSTREAM = new Reach(Direction.UPSTREAM, 1);
    /** Every connection, from the server to the client. */
    public static final Reach DOWNSTREAM = new Reach(Direction.DOWNSTREAM, 1);

    public Reach {
        Check.present(stream, "stream");
        Check.share(toxicity, "toxicity");
    }

    @JsonCreator
    static Reach of(
            @JsonProperty("stream") @Nullable Direction stream, @JsonProperty("toxicity") @Nullable Double toxicity) {
        return new Reach(stream == null ? Direction.DOWNSTREAM : stream, toxicity == null ? 1 : toxicity);
    }

    /** A reach that was left out in JSON is all connections, downstream. */
    static Reach orDefault(Reach reach) {
        return reach == null ? DOWNSTREAM : reach;
    }
}
