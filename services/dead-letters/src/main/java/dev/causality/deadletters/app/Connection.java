package dev.causality.deadletters.app;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Place;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.deadletters.Entries;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.Answer;
import dev.causality.ports.PortException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the dead letters are: options that every command has, by default from the services' own environment. */
final class Connection {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 2;

    @Option(
            names = "--nats-url",
            descriptionKey = "NATS_URL",
            description = "The NATS servers. Default: ${DEFAULT-VALUE} ($NATS_URL).")
    private String natsUrl = "";

    @Option(
            names = "--stream",
            descriptionKey = "NATS_STREAM_DLQ_STREAM_NAME",
            description = "The stream of dead letters. Default: ${DEFAULT-VALUE} ($NATS_STREAM_DLQ_STREAM_NAME).")
    private String stream = "";

    @Option(
            names = "--timeout",
            description = "Seconds to wait for servers. Default: ${DEFAULT-VALUE}.",
            defaultValue = "15")
    private int timeoutSeconds;

    /** Reads from the entries. A {@link PortException} says what cannot be reached. */
    <T> T read(Reading<T> reading) {
        return read(Optional.empty(), reading);
    }

    /** Reads from the entries, and what is too large for one from the object store. */
    <T> T read(Optional<Store> at, Reading<T> reading) {
        Kernel kernel = Kernels.jdk();
        Deadline deadline = kernel.deadlineIn(Duration.ofSeconds(timeoutSeconds));
        try (NatsStreams streams = NatsStreams.connect(NatsConfig.of(natsUrl, "causality-dead-letters"), kernel);
                Bytes bytes = Bytes.open(at, kernel)) {
            return reading.from(new Entries(streams.existing(stream, deadline), bytes.store()), deadline);
        }
    }

    static <T> T known(Answer<T> answer) {
        return switch (answer) {
            case Answer.Known<T>(T value) -> value;
            case Answer.Unavailable<T>(String detail) ->
                throw new PortException("the dead letters cannot be read: " + detail);
        };
    }

    /** What a command does with the entries. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Entries entries, Deadline deadline);
    }

    /** The object store, opened if there is one. */
    private record Bytes(Optional<? extends S3Store> opened) implements AutoCloseable {

        static Bytes open(Optional<Store> at, Kernel kernel) {
            return new Bytes(at.map(store -> S3Stores.open(store.config(), kernel)));
        }

        Optional<dev.causality.ports.ObjectStore> store() {
            return opened.map(Function.identity());
        }

        @Override
        public void close() {
            opened.ifPresent(S3Store::close);
        }
    }

    /** Where the bytes of large entries are. */
    static final class Store {

        @Option(
                names = "--s3-endpoint",
                descriptionKey = "S3_ENDPOINT",
                description = "The object store. Default: ${DEFAULT-VALUE} ($S3_ENDPOINT).")
        private String endpoint = "";

        @Option(
                names = "--s3-region",
                descriptionKey = "S3_REGION",
                description = "Its region. Default: ${DEFAULT-VALUE} ($S3_REGION).")
        private String region = "";

        @Option(
                names = "--s3-bucket",
                descriptionKey = "S3_BUCKET",
                description = "The bucket. Default: ${DEFAULT-VALUE} ($S3_BUCKET).")
        private String bucket = "";

        @Spec(Spec.Target.MIXEE)
        private CommandSpec command = CommandSpec.create();

        /**
         * Keys come from the environment only: a secret on a command line is everybody's.
         *
         * @throws dev.causality.kernel.settings.SettingsException when the settings cannot work
         */
        S3Config config() {
            Environment environment = Environment.of(command);
            return environment
                    .read(Map.of("S3_ENDPOINT", endpoint, "S3_REGION", region, "S3_BUCKET", bucket), S3Place::declare)
                    .config(TIMEOUT, CONNECTIONS);
        }
    }
}
