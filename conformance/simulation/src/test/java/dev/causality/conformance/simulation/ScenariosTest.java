package dev.causality.conformance.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.logging.Logging;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bugs that seeds have found, each as the case to which it was reduced. */
class ScenariosTest {

    @BeforeAll
    static void silence() {
        Logging.off();
    }

    /**
     * The sink forgot its claims to what lay below the consumer's ack floor. A server that is killed forgets its last
     * moments: the floor goes back, and what lay below it is delivered again. The row was stored twice.
     */
    @Test
    void b7_a_killed_server_forgets_the_ack_floor() throws IOException {
        assertThat(run("a-killed-server-forgets-the-ack-floor")).isEmpty();
    }

    /**
     * A small stream was below its high watermark, so the keeper removed nothing, and yet a large message did not fit: its
     * publisher was refused until what was finished with had become old.
     */
    @Test
    void a4_a_large_message_does_not_fit_below_the_watermark() throws IOException {
        assertThat(run("a-large-message-does-not-fit-below-the-watermark")).isEmpty();
    }

    /**
     * A sink was killed with an upload under way, the row was stored, the message came again and was acknowledged; later the
     * stream was deleted. The judge had only that row to know by that the upload had worked, and was not shown it.
     */
    @Test
    void b1_a_row_without_an_answer_in_a_deleted_stream() throws IOException {
        assertThat(run("a-row-without-an-answer-in-a-deleted-stream")).isEmpty();
    }

    /** The simulated process took the second signal for another wish to stop in order; a real one ends at once. */
    @Test
    void b8_a_second_signal_ends_a_sink_at_once() throws IOException {
        assertThat(run("a-second-signal-ends-a-sink-at-once")).isEmpty();
    }

    /** What a sink held when it was ended at once was laid at the door of its next life, which stopped in order. */
    @Test
    void b8_a_message_of_an_earlier_life_is_not_held() throws IOException {
        assertThat(run("a-message-of-an-earlier-life-is-not-held")).isEmpty();
    }

    /**
     * A sink slept while the stream was deleted and made again. It found that out, and still acknowledged what it had
     * stored of the old one, which settled a message of the new one: an accepted event was lost.
     */
    @Test
    void a1_an_answer_after_the_stream_was_made_again() throws IOException {
        assertThat(run("an-answer-after-the-stream-was-made-again")).isEmpty();
    }

    /**
     * The keeper within a sink found out that the stream was made again; the workers beside it did not ask it, and went on
     * signalling that they worked on messages of the old one.
     */
    @Test
    void b1_the_keeper_saw_that_the_stream_was_made_again() throws IOException {
        assertThat(run("the-keeper-saw-that-the-stream-was-made-again")).isEmpty();
    }

    /**
     * An upload had worked and nobody was told; then the store was away for longer than intents are kept. The claim was
     * remembered, what it covered could not be read any more, and the row was stored twice.
     */
    @Test
    void b7_an_intent_aged_out_while_the_store_was_away() throws IOException {
        assertThat(run("an-intent-aged-out-while-the-store-was-away")).isEmpty();
    }

    /**
     * What no service can help: a sink behind a slow link has not heard yet that the stream was deleted and made again, and
     * its acknowledgement of an old message settles a new one. It is counted, and nobody is blamed for it.
     */
    @Test
    void a1_a_message_is_settled_for_one_of_a_deleted_stream() throws IOException {
        RunResult result = result("a-message-is-settled-for-one-of-a-deleted-stream");
        assertThat(result.broken()).isEmpty();
        assertThat(result.exercised()).containsEntry("messages settled for those of a deleted stream", 1L);
    }

    private static List<Truth.Violation> run(String name) throws IOException {
        return result(name).broken();
    }

    private static RunResult result(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ScenariosTest.class.getResourceAsStream("/scenarios/" + name + ".json"), name)) {
            return SimulatedRun.run(
                    CaseJson.parse(new String(file.readAllBytes(), UTF_8)).ran());
        }
    }
}
