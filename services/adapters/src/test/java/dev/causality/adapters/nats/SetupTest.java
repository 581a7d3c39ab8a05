package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.message;
import static dev.causality.adapters.nats.NatsFixture.newName;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.Task;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.EventStream;
import dev.causality.ports.PortException;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.StreamSpec;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    private static final JetStreamManagement management = nats.management();

    @Test
    void a4_a_new_stream_has_the_shape_of_its_spec_and_refuses_rather_than_evicts() throws Exception {
        String name = newName();

        nats.streams()
                .open(
                        new StreamSpec(
                                name,
                                List.of(name + ".a.>", name + ".b"),
                                Duration.ofDays(30),
                                123_456,
                                1,
                                Duration.ofDays(30),
                                -1),
                        soon());

        StreamConfiguration config = management.getStreamInfo(name).getConfiguration();
        assertThat(config.getSubjects()).containsExactlyInAnyOrder(name + ".a.>", name + ".b");
        assertThat(config.getMaxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(config.getDuplicateWindow()).isEqualTo(Duration.ofDays(30));
        assertThat(config.getMaxBytes()).isEqualTo(123_456);
        assertThat(config.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
        assertThat(config.getStorageType()).isEqualTo(StorageType.File);
        assertThat(config.getAllowDirect()).isTrue();
    }

    @Test
    void opening_the_same_stream_again_is_harmless() {
        StreamSpec spec = NatsFixture.spec(newName());
        publish(nats.streams().open(spec, soon()), "x");

        EventStream again = nats.streams().open(spec, soon());

        assertThat(publish(again, "y")).isEqualTo(2);
    }

    @Test
    void many_processes_that_open_the_same_things_at_once_all_succeed() {
        StreamSpec spec = NatsFixture.spec(newName());
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(KERNEL.start("process-" + i, () -> {
                try (NatsStreams own = NatsStreams.connect(NatsFixture.config(nats.server()), KERNEL)) {
                    EventStream stream = own.open(spec, soon());
                    own.consumer(stream, NatsFixture.consumerSpec(Duration.ofSeconds(30)), soon());
                    own.bucket(spec.name(), 1, soon());
                    publish(stream, "x");
                }
            }));
        }

        assertThat(tasks).allSatisfy(task -> {
            assertThat(task.join(soon())).isTrue();
            assertThat(task.failure()).isEmpty();
        });
    }

    @Test
    void a_stream_of_the_wrong_shape_is_refused_with_every_field_wanted_and_found() throws Exception {
        String name = newName();
        management.addStream(StreamConfiguration.builder()
                .name(name)
                .subjects(name + ".other.>")
                .maxAge(Duration.ofDays(7))
                .maxBytes(1_000)
                .maxMessages(10)
                .storageType(StorageType.Memory)
                .discardPolicy(DiscardPolicy.Old)
                .duplicateWindow(Duration.ofSeconds(30))
                .build());

        assertThatThrownBy(() -> nats.streams().open(NatsFixture.spec(name), soon()))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("stream " + name)
                .hasMessageContaining("subjects: wanted [" + name + ".>], found [" + name + ".other.>]")
                .hasMessageContaining("max_age: wanted PT0S, found PT168H")
                .hasMessageContaining("max_bytes: wanted -1, found 1000")
                .hasMessageContaining("max_msgs: wanted -1, found 10")
                .hasMessageContaining("storage: wanted file, found memory")
                .hasMessageContaining("discard: wanted new, found old")
                .hasMessageContaining("duplicate_window: wanted PT2M, found PT30S");
    }

    @Test
    void subjects_that_belong_to_another_stream_are_refused() {
        EventStream taken = nats.newStream();

        assertThatThrownBy(() -> nats.streams()
                        .open(
                                new StreamSpec(
                                        newName(),
                                        List.of(taken.name() + ".x"),
                                        Duration.ZERO,
                                        -1,
                                        1,
                                        Duration.ofMinutes(2),
                                        -1),
                                soon()))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("overlap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "a*", "a>", "a/b", "a\r\n"})
    void a_name_that_would_break_the_protocol_is_refused(String name) {
        assertThatThrownBy(() -> nats.streams().open(NatsFixture.spec(name), soon()))
                .isInstanceOf(PortException.class);
        assertThatThrownBy(() -> nats.streams().bucket(name, 1, soon())).isInstanceOf(PortException.class);
        assertThatThrownBy(() -> nats.streams()
                        .consumer(nats.newStream(), new ConsumerSpec(name, ">", Duration.ofSeconds(1), 1, -1), soon()))
                .isInstanceOf(PortException.class);
    }

    @Test
    void more_replicas_than_there_are_servers_are_refused_and_not_tried_until_the_deadline() {
        String name = newName();
        StreamSpec spec = new StreamSpec(name, List.of(name + ".>"), Duration.ZERO, -1, 3, Duration.ofMinutes(2), -1);
        long start = System.nanoTime();

        assertThatThrownBy(() -> nats.streams().open(spec, soon()))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("replicas");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_limit_per_subject_refuses_the_second_message_of_a_subject_and_keeps_the_first() {
        String name = newName();
        EventStream stream = nats.streams()
                .open(
                        new StreamSpec(name, List.of(name + ".>"), Duration.ZERO, -1, 1, Duration.ofMinutes(2), 1),
                        soon());
        publish(stream, "first");

        assertThat(stream.publish(message(stream, "second"), soon(), NEVER))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FULL));
        assertThat(stream.readLast(name + ".x", soon()).toString()).contains("sequence=1");
    }

    @Test
    void a_new_consumer_has_the_settings_of_its_spec() throws Exception {
        EventStream stream = nats.newStream();

        nats.streams()
                .consumer(
                        stream, new ConsumerSpec("sink", stream.name() + ".a.>", Duration.ofSeconds(7), 77, 9), soon());

        ConsumerConfiguration config =
                management.getConsumerInfo(stream.name(), "sink").getConsumerConfiguration();
        assertThat(config.getDurable()).isEqualTo("sink");
        assertThat(config.getFilterSubject()).isEqualTo(stream.name() + ".a.>");
        assertThat(config.getAckPolicy()).isEqualTo(AckPolicy.Explicit);
        assertThat(config.getAckWait()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.getMaxAckPending()).isEqualTo(77);
        assertThat(config.getMaxDeliver()).isEqualTo(9);
        assertThat(config.getDeliverPolicy()).isEqualTo(DeliverPolicy.All);
    }

    @Test
    void a_consumer_whose_settings_contradict_is_refused_with_every_field_wanted_and_found() throws Exception {
        EventStream stream = nats.newStream();
        management.createConsumer(
                stream.name(),
                ConsumerConfiguration.builder()
                        .durable("worker")
                        .filterSubject(stream.name() + ".a")
                        .ackPolicy(AckPolicy.All)
                        .ackWait(Duration.ofSeconds(3))
                        .maxAckPending(5)
                        .maxDeliver(4)
                        .deliverPolicy(DeliverPolicy.New)
                        .headersOnly(true)
                        .memStorage(true)
                        .maxBatch(3)
                        .build());

        assertThatThrownBy(() -> nats.consumer(stream))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("consumer worker of stream " + stream.name())
                .hasMessageContaining("filter_subject: wanted >, found " + stream.name() + ".a")
                .hasMessageContaining("ack_policy: wanted explicit, found all")
                .hasMessageContaining("ack_wait: wanted PT30S, found PT3S")
                .hasMessageContaining("max_ack_pending: wanted 10000, found 5")
                .hasMessageContaining("max_deliver: wanted -1, found 4")
                .hasMessageContaining("deliver_policy: wanted all, found new")
                .hasMessageContaining("headers_only: wanted false, found true")
                .hasMessageContaining("mem_storage: wanted false, found true")
                .hasMessageContaining("max_batch: wanted 0, found 3");
    }

    @Test
    void a_push_consumer_of_the_same_name_is_refused() throws Exception {
        EventStream stream = nats.newStream();
        management.createConsumer(
                stream.name(),
                ConsumerConfiguration.builder()
                        .durable("worker")
                        .filterSubject(">")
                        .ackPolicy(AckPolicy.Explicit)
                        .maxAckPending(10_000)
                        .deliverSubject("somewhere")
                        .build());

        assertThatThrownBy(() -> nats.consumer(stream))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("deliver_subject: wanted none, found \"somewhere\"");
    }

    @Test
    void a_consumer_of_a_stream_that_is_gone_is_refused() throws Exception {
        EventStream stream = nats.newStream();
        management.deleteStream(stream.name());

        assertThatThrownBy(() -> nats.consumer(stream))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("stream not found");
    }
}
