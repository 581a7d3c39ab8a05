package dev.causality.conformance.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.deadletters.DeadLetters;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.world.PlanExecutor;
import dev.causality.gateway.core.Response;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Task;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.retention.EventsStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What happens in a run, from beginning to end: the body of the harness's own first task. First safety: break things while
 * clients send. Then liveness: heal, and require that everything comes to rest within bounded simulated time. Then read
 * what is left.
 */
final class Script {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(8);
    private static final Duration PORTS = Duration.ofSeconds(30);
    private static final Duration KEYS_SPREAD = Duration.ofSeconds(3);
    private static final Duration SETTLE_LEAST = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int SETTLE_ACK_WAITS = 3;

    /** How long healed services may take, beyond their own delays: generous, and still a bound. */
    private static final long LIVENESS_MILLIS = 1_200_000;

    private static final int LIVENESS_ROUNDS = 8;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stage stage;
    private final SimKernel kernel;
    private final Consumer<String> phases;
    private final Recorder recorder;
    private final List<Task> clients = new ArrayList<>();

    Script(Stage stage, SimKernel kernel, Consumer<String> phases) {
        this.phases = phases;
        this.stage = stage;
        this.kernel = kernel;
        this.recorder = stage.recorder();
    }

    void play() {
        recorder.add(at -> new ProcessStarted(at, "nats", "stream"));
        recorder.add(at -> new ProcessStarted(at, "s3", "store"));
        stage.hosts().forEach(Host::start);
        Map<Integer, String> keys = createKeys();
        EventStreams streams = stage.servers().streams(kernel);
        Tuning tuning = stage.ran().tuning();
        EventStream stream = streams.open(
                EventsStream.spec(Tuning.EVENTS, tuning.streamBytes(), Tuning.millis(tuning.dedupWindow()), 1),
                kernel.deadlineIn(PORTS));
        PlanExecutor faults = workload(stream, keys);
        heal(faults);
        quiesce();
        read(streams, stream);
        recorder.add(RunEnded::new);
        stage.simulation().end();
    }

    private Map<Integer, String> createKeys() {
        Map<Integer, String> keys = new TreeMap<>();
        GatewayHost gateway = stage.gateways().getFirst();
        for (int app = 0; app < stage.ran().topology().apps(); app++) {
            keys.put(app, createKey(gateway, EventMaker.app(app)));
        }
        sleep(KEYS_SPREAD);
        return keys;
    }

    private String createKey(GatewayHost gateway, String app) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Authorization", "Bearer " + Tuning.ADMIN_TOKEN);
        headers.put("Content-Type", "application/json");
        byte[] body = ("{\"app_id\":\"" + app + "\"}").getBytes(StandardCharsets.UTF_8);
        while (true) {
            Optional<Response> response = gateway.call(kernel, "/v1/admin/keys", headers, body, CALL);
            if (response.isPresent() && response.get().status() == CREATED) {
                try {
                    return JSON.readTree(response.get().body()).path("key").asText();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            sleep(LOOK);
        }
    }

    private PlanExecutor workload(EventStream stream, Map<Integer, String> keys) {
        phase("workload");
        Case ran = stage.ran();
        PlanExecutor faults = stage.servers().begin(ran, stage.faults());
        for (int i = 0; i < ran.topology().clients(); i++) {
            List<PlannedRequest> requests = ran.requestsOf(i);
            ClientTask client = new ClientTask(
                    kernel,
                    recorder,
                    stage.truth(),
                    stage.maker(),
                    stage.gateways(),
                    keys,
                    Tuning.millis(ran.tuning().dedupWindow()),
                    i);
            clients.add(kernel.start("client-" + i, () -> client.send(requests)));
        }
        for (PlannedPoison poison : ran.poison()) {
            PoisonTask task = new PoisonTask(kernel, recorder, stream);
            clients.add(kernel.start("poison-" + poison.number(), () -> task.send(poison)));
        }
        sleep(Tuning.millis(ran.workloadMillis()));
        return faults;
    }

    private void heal(PlanExecutor faults) {
        phase("heal");
        faults.heal();
        stage.hosts().forEach(Host::resume);
    }

    private void quiesce() {
        phase("quiesce");
        Tuning tuning = stage.ran().tuning();
        Deadline limit = kernel.deadlineIn(Tuning.millis(LIVENESS_MILLIS
                + LIVENESS_ROUNDS
                        * (tuning.retryDelayMax() + tuning.ackWait() + tuning.flushInterval() + tuning.dedupWindow())));
        Optional<String> busy = busy();
        while (busy.isPresent() && !limit.passed(kernel)) {
            sleep(LOOK);
            busy = busy();
        }
        Optional<String> left = busy;
        Duration settle = Tuning.millis(SETTLE_ACK_WAITS * tuning.ackWait());
        sleep(settle.compareTo(SETTLE_LEAST) > 0 ? settle : SETTLE_LEAST);
        recorder.add(at -> new Quiescence(at, left.isEmpty(), left.orElse("")));
        left.ifPresent(what -> stage.truth().broken("LIVENESS", "after all was healed: " + what));
    }

    private Optional<String> busy() {
        if (clients.stream().anyMatch(client -> !client.join(kernel.deadlineIn(Duration.ZERO)))) {
            return Optional.of("clients are still sending");
        }
        return unfinished(Tuning.EVENTS, Tuning.CONSUMER).or(() -> unfinished(Tuning.ADVISORIES, Tuning.CAPTURE));
    }

    private Optional<String> unfinished(String stream, String consumer) {
        Optional<Long> messages = stage.servers().unfinished(stream, consumer);
        if (messages.isEmpty()) {
            return Optional.of("there is no consumer " + consumer);
        }
        return messages.get() == 0
                ? Optional.empty()
                : Optional.of(messages.get() + " messages of " + consumer + " are not finished");
    }

    private void read(EventStreams streams, EventStream stream) {
        phase("read");
        EventStream letters = streams.open(
                DeadLetters.streamSpec(Tuning.DEAD_LETTERS, Tuning.DEAD_LETTERS_AGE, -1, 1), kernel.deadlineIn(PORTS));
        Evidence evidence = new Evidence(
                kernel,
                recorder,
                stage.encoding(),
                stage.servers().store(kernel),
                stage.truth().deliveries());
        evidence.readStream(stream);
        evidence.readDeadLetters(letters);
        evidence.readWarehouse();
        MetricsCheck.check(stage);
    }

    private void phase(String name) {
        recorder.add(at -> new PhaseBegun(at, name));
        phases.accept(name);
    }

    private void sleep(Duration duration) {
        kernel.sleep(duration, Cancellation.NEVER);
    }
}
