package dev.causality.load;

import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.FreePorts;
import dev.causality.testservers.NatsServer;
import dev.causality.testservers.S3Server;
import io.nats.client.api.ConsumerInfo;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** How fast the sink drains a full stream, beside a client that pulls and acknowledges and does nothing else. */
final class DrainBench {

    private static final String BUCKET = "bench";
    private static final Map<String, String> TUNING = tuning();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private DrainBench() {}

    private static Map<String, String> tuning() {
        LinkedHashMap<String, String> tuning = new LinkedHashMap<>();
        tuning.put("FETCH_BATCH_SIZE", "2000");
        tuning.put("BATCH_MAX_EVENTS", "20000");
        tuning.put("BATCH_FLUSH_INTERVAL", "2s");
        tuning.put("BUFFER_MAX_BYTES", "128MiB");
        tuning.put("MAX_ACK_PENDING", "400000");
        return tuning;
    }

    static String settings() {
        return String.join(" ", TUNING.entrySet().stream().map(Object::toString).toList());
    }

    static void run(Report report, int partitions, int count) throws Exception {
        try (NatsServer nats = NatsServer.start();
                S3Server s3 = S3Server.start();
                Stream stream = new Stream(nats.url())) {
            report.progress("filling the stream with %,d events of %d app(s) ...".formatted(count, partitions));
            stream.create();
            long bytes = stream.fill(new Events(partitions), count);

            report.progress("pulling and acknowledging with no work in between ...");
            stream.addConsumer("ceiling", 400_000);
            double ceiling = Programs.ceiling(
                    "pull-ceiling", "--url", nats.url(), "--consumer", "ceiling", "--count", Integer.toString(count));
            stream.deleteConsumer("ceiling");

            report.progress("draining into %d partition(s) ...".formatted(partitions));
            drain(report, partitions, count, bytes, ceiling, nats, s3, stream);
        }
    }

    private static void drain(
            Report report,
            int partitions,
            int count,
            long bytes,
            double ceiling,
            NatsServer nats,
            S3Server s3,
            Stream stream)
            throws Exception {
        s3.createBucket(BUCKET);
        try (S3Client client = client(s3)) {
            try (ChildProcess sink = Programs.service(
                    "services/warehouse-sink/target", "causality-warehouse-sink.jar", environment(nats, s3))) {
                LinkedHashMap<String, ChildProcess> processes = new LinkedHashMap<>();
                processes.put("sink", sink);
                processes.put("nats-server", nats.process());
                processes.put("s3proxy", s3.process());
                Usage usage = new Usage(processes);
                long nanos = awaitDrained(sink, stream, count);
                double rate = count * 1e9 / nanos;
                Files files = files(client);
                String name = "drain into %d partition%s".formatted(partitions, partitions == 1 ? "" : "s");
                report.row(
                        name, "%,.0f events/s".formatted(rate), "%,.0f pull + ack".formatted(ceiling), rate / ceiling);
                report.detail("%d events of %d bytes; %d files, %,d rows per file, %.0f bytes per row"
                        .formatted(
                                count,
                                bytes,
                                files.count(),
                                count / Math.max(1, files.count()),
                                files.bytes() / (double) count));
                report.detail(usage.processorTime(count) + " (start-up included)");
                report.detail(usage.memory());
                sink.stop(Duration.ofSeconds(30));
            }
        }
    }

    /** Nanoseconds from the first delivery to the last acknowledgement, less a poll at each end. */
    private static long awaitDrained(ChildProcess sink, Stream stream, int count) throws Exception {
        long limit = System.nanoTime() + LIMIT.toNanos();
        long first = 0;
        while (System.nanoTime() < limit) {
            if (!sink.isAlive()) {
                throw new IllegalStateException("the sink ended: " + sink.outputTail());
            }
            Optional<ConsumerInfo> info = info(stream);
            if (info.isPresent()) {
                long delivered = info.get().getDelivered().getConsumerSequence();
                if (first == 0 && delivered > 0) {
                    first = System.nanoTime();
                }
                if (info.get().getAckFloor().getStreamSequence() >= count) {
                    return System.nanoTime() - first;
                }
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("not drained in time: " + info(stream) + "\n" + sink.outputTail());
    }

    private static Optional<ConsumerInfo> info(Stream stream) {
        try {
            return Optional.of(stream.consumer("warehouse-sink"));
        } catch (Exception notYet) {
            return Optional.empty();
        }
    }

    private static Map<String, String> environment(NatsServer nats, S3Server s3) throws Exception {
        LinkedHashMap<String, String> environment = new LinkedHashMap<>(TUNING);
        environment.put("NATS_URL", nats.url());
        environment.put("NATS_STREAM_MAX_BYTES", Long.toString(Stream.MAX_BYTES));
        environment.put("DEDUP_WINDOW", Stream.DEDUP_WINDOW.toSeconds() + "s");
        environment.put("S3_ENDPOINT", s3.endpoint().toString());
        environment.put("S3_BUCKET", BUCKET);
        environment.put("S3_ACCESS_KEY_ID", s3.accessKey());
        environment.put("S3_SECRET_ACCESS_KEY", s3.secretKey());
        environment.put("METRICS_ADDR", "127.0.0.1:" + FreePorts.next());
        return environment;
    }

    private record Files(long count, long bytes) {}

    private static Files files(S3Client client) {
        long count = 0;
        long bytes = 0;
        for (S3Object object : client.listObjectsV2Paginator(
                        request -> request.bucket(BUCKET).prefix("events/"))
                .contents()) {
            if (object.key().endsWith(".parquet")) {
                count++;
                bytes += object.size();
            }
        }
        return new Files(count, bytes);
    }

    private static S3Client client(S3Server s3) {
        return S3Client.builder()
                .endpointOverride(URI.create(s3.endpoint().toString()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
                .build();
    }
}
