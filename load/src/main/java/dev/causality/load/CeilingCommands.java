package dev.causality.load;

import dev.causality.v1.EventEnvelope;
import io.nats.client.ConsumeOptions;
import io.nats.client.MessageConsumer;
import io.nats.client.api.PublishAck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The ceilings, each run in a JVM of its own like the service that it is compared with. */
final class CeilingCommands {

    private CeilingCommands() {}

    /** Pulls and acknowledges everything, with no work in between. Prints events and nanoseconds. */
    @Command(name = "pull-ceiling", hidden = true, description = "Pulls and acknowledges, nothing else.")
    static final class Pull implements Callable<Integer> {

        private static final int CONSUME_BATCH = 5_000;

        @Option(names = "--url", required = true)
        private String url = "";

        @Option(names = "--consumer", required = true)
        private String consumer = "";

        @Option(names = "--count", required = true)
        private int count;

        @Override
        public Integer call() throws Exception {
            try (Stream stream = new Stream(url)) {
                AtomicLong received = new AtomicLong();
                AtomicLong firstNanos = new AtomicLong();
                CountDownLatch done = new CountDownLatch(1);
                try (MessageConsumer consuming = stream.connection()
                        .getStreamContext(Stream.NAME)
                        .getConsumerContext(consumer)
                        .consume(
                                ConsumeOptions.builder()
                                        .batchSize(CONSUME_BATCH)
                                        .build(),
                                message -> {
                                    firstNanos.compareAndSet(0, System.nanoTime());
                                    message.ack();
                                    if (received.incrementAndGet() == count) {
                                        done.countDown();
                                    }
                                })) {
                    done.await();
                    stream.connection().flush(java.time.Duration.ofSeconds(10));
                    System.out.println(count + " " + (System.nanoTime() - firstNanos.get()));
                    consuming.stop();
                }
            }
            return 0;
        }
    }

    /** Publishes asynchronously for a while. Prints events and nanoseconds, warm-up left out. */
    @Command(name = "publish-ceiling", hidden = true, description = "Publishes asynchronously, nothing else.")
    static final class Publish implements Callable<Integer> {

        private static final int IN_FLIGHT = 1_600;
        private static final int PREPARED = 100_000;

        @Option(names = "--url", required = true)
        private String url = "";

        @Option(names = "--warmup", required = true)
        private int warmupSeconds;

        @Option(names = "--seconds", required = true)
        private int seconds;

        @Override
        public Integer call() throws Exception {
            Events events = new Events(1);
            List<EventEnvelope> prepared = new ArrayList<>(PREPARED);
            for (int i = 0; i < PREPARED; i++) {
                prepared.add(events.event(i));
            }
            try (Stream stream = new Stream(url)) {
                publishFor(stream, events, prepared, warmupSeconds);
                long start = System.nanoTime();
                long published = publishFor(stream, events, prepared, seconds);
                System.out.println(published + " " + (System.nanoTime() - start));
            }
            return 0;
        }

        private static long publishFor(Stream stream, Events events, List<EventEnvelope> prepared, int seconds)
                throws Exception {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            ArrayDeque<CompletableFuture<PublishAck>> flying = new ArrayDeque<>();
            long published = 0;
            while (System.nanoTime() < end) {
                EventEnvelope event = prepared.get((int) (published % PREPARED)).toBuilder()
                        .setIdempotencyKey(java.util.UUID.randomUUID().toString())
                        .build();
                flying.add(stream.publish(events.subject(0), event, event.toByteArray()));
                published++;
                if (flying.size() >= IN_FLIGHT) {
                    flying.remove().get();
                }
            }
            for (CompletableFuture<PublishAck> ack : flying) {
                ack.get();
            }
            return published;
        }
    }
}
