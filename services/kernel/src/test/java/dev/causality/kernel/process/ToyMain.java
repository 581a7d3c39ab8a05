package dev.causality.kernel.process;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.kernel.settings.Secret;
import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.telemetry.Gauge;
import dev.causality.kernel.telemetry.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A service whose only trait is how it starts, lives and stops; run as a process of its own. */
final class ToyMain {

    private ToyMain() {}

    enum Start {
        WORKS,
        FAILS,
        MISSES_A_CLASS,
        WAITS
    }

    enum Life {
        GOOD,
        NOT_READY,
        BREAKS
    }

    enum Stop {
        CLEAN,
        SLOW,
        UNDONE,
        THROWS,
        HANGS
    }

    record Config(Start start, Life life, Stop stop, Secret key) {

        static Supplier<Config> declare(Settings settings) {
            Start start = settings.enumeration("TOY_START", Start.class, "How it starts.")
                    .or("works");
            Life life = settings.enumeration("TOY_LIFE", Life.class, "How it lives.")
                    .or("good");
            Stop stop = settings.enumeration("TOY_STOP", Stop.class, "How it stops.")
                    .or("clean");
            Secret key = settings.secret("TOY_KEY", "What nobody may see.").or("default-key");
            int percent = settings.integer("TOY_PERCENT", "A number with 100% of the trouble.")
                    .between(0, 100)
                    .or("50");
            settings.check(percent != 13, "must not be unlucky", "TOY_PERCENT");
            return () -> new Config(start, life, stop, key);
        }
    }

    static final ServiceDefinition<Config> DEFINITION = new ServiceDefinition<>(
            "toy", "Does nothing, well.", "127.0.0.1:0", "30s", List.of(Part.STREAM), Config::declare, ToyMain::start);

    public static void main(String[] args) {
        ServiceProcess.run(args, DEFINITION);
    }

    private static Service start(StartContext context, Config config) {
        switch (config.start()) {
            case WORKS -> {}
            case FAILS -> throw new IllegalStateException("the bucket toys is not there; create it");
            case MISSES_A_CLASS -> throw new NoClassDefFoundError("toys/Box");
            case WAITS -> {
                context.stopping().await(Deadline.NEVER);
                throw new IllegalStateException("told to stop");
            }
        }
        context.telemetry().set(Gauge.NATS_CONNECTED, 1);
        return new Toy(context.kernel(), config);
    }

    private record Toy(Kernel kernel, Config config) implements Service {

        @Override
        public Optional<String> notReady() {
            return config.life() == Life.NOT_READY ? Optional.of("no \"toys\" yet") : Optional.empty();
        }

        @Override
        public Optional<String> failure() {
            return config.life() == Life.BREAKS ? Optional.of("the stream was made again") : Optional.empty();
        }

        @Override
        public Optional<String> stop(Deadline deadline) {
            return switch (config.stop()) {
                case CLEAN -> Optional.empty();
                case SLOW -> {
                    kernel.sleep(Duration.ofMillis(700), kernel.newCancellation());
                    yield deadline.passed(kernel) ? Optional.of("too slow") : Optional.empty();
                }
                case UNDONE -> Optional.of("3 batches not written");
                case THROWS -> throw new IllegalStateException("the flush broke");
                case HANGS -> {
                    kernel.sleep(Duration.ofDays(1), kernel.newCancellation());
                    yield Optional.empty();
                }
            };
        }
    }
}
