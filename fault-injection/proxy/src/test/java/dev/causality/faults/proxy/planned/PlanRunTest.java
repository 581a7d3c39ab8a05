package dev.causality.faults.proxy.planned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.Reach;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WirePoint.Held;
import dev.causality.faults.plan.WorldFault;
import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import dev.causality.faults.proxy.control.Proxies;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.process.StartedProcess;
import dev.causality.faults.proxy.process.TargetProcess;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import dev.causality.testservers.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRunTest {
    private static final long LONG_MILLIS = Duration.ofHours(1).toMillis();

    @TempDir
    private Path folder = Path.of("");

    private final EventLoops loops = EventLoops.start(1);
    private final TcpServer server = TcpServer.echo();
    private final Wire wire = new Wire();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private @Nullable HistoryWriter history;
    private FaultLedger ledger = new FaultLedger(null);
    private Proxies proxies = new Proxies(loops, new Seed(1), ledger, wire, List.of());
    private String listen = "";

    @BeforeEach
    void start() throws Exception {
        history = HistoryWriter.create(folder.resolve("history.jsonl"));
        ledger = new FaultLedger(history);
        proxies = new Proxies(loops, new Seed(1), ledger, wire, List.of());
        listen = "127.0.0.1:" + FreePorts.next();
        proxies.populate(new ObjectMapper()
                .readTree("[{\"name\":\"link\",\"listen\":\"" + listen + "\",\"upstream\":\"" + server.address()
                        + "\"}]"));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        proxies.stop();
        loops.close();
        server.close();
    }

    private PlanRun run(Map<String, TargetProcess> processes, PlannedFault... faults) {
        PlanRun run = PlanRun.start(new FaultPlan(3, List.of(faults)), new Targets(proxies, processes), wire, ledger);
        opened.add(run);
        return run;
    }

    private static PlannedFault planned(String name, String target, Fault fault, Schedule schedule) {
        return new PlannedFault(name, target, fault, schedule);
    }

    private StartedProcess sleeper() throws IOException {
        StartedProcess process = StartedProcess.start(List.of("sleep", "1000"), Map.of());
        opened.add(process);
        return process;
    }

    private List<String> historyOf(String fault) throws IOException {
        Objects.requireNonNull(history).flush();
        return Files.readAllLines(folder.resolve("history.jsonl")).stream()
                .filter(line -> line.contains("\"fault\":\"" + fault + "\""))
                .map(line -> line.replaceAll(".*\"kind\":\"([a-z-]+)\".*", "$1"))
                .toList();
    }

    private boolean applied(String fault) {
        return ledger.accounts().stream()
                .anyMatch(account -> account.fault().equals(fault) && account.applications() > 0);
    }

    @Test
    void a_fault_of_a_link_begins_ends_and_leaves_evidence() throws Exception {
        run(Map.of(), planned("slow", "link", new LinkFault.Latency(Reach.UPSTREAM, 100, 0), Schedule.at(0, 400)));
        await().until(() -> historyOf("slow").contains("fault-begun"));
        try (TcpClient client = TcpClient.connect(listen)) {
            client.send("hello").read(5);
            await().until(() -> historyOf("slow").contains("fault-ended"));

            assertThat(historyOf("slow"))
                    .startsWith("fault-planned", "fault-begun")
                    .endsWith("fault-ended");
            assertThat(client.send("again").read(5)).isEqualTo("again");
        }
    }

    @Test
    void the_plan_stands_in_the_history_before_the_first_fault_begins() throws Exception {
        run(
                Map.of(),
                planned("now", "link", new LinkFault.Down(), Schedule.at(0, 10)),
                planned("later", "link", new LinkFault.BlackHole(Reach.UPSTREAM), Schedule.at(LONG_MILLIS, 10)));

        await().until(() -> historyOf("now").contains("fault-ended"));
        assertThat(historyOf("later")).containsExactly("fault-planned");
        assertThat(historyOf("now")).containsExactly("fault-planned", "fault-begun", "fault-observed", "fault-ended");
        assertThat(ledger.neverApplied()).extracting(FaultLedger.Account::fault).containsExactly("later");
        Objects.requireNonNull(history).flush();
        assertThat(Files.readAllLines(folder.resolve("history.jsonl")).subList(0, 2))
                .allMatch(line -> line.contains("fault-planned"));
    }

    @Test
    void what_repeats_begins_and_ends_each_time() throws Exception {
        run(
                Map.of(),
                planned(
                        "flap",
                        "link",
                        new LinkFault.Down(),
                        new Schedule(new Schedule.Every(0, 60, 3), new Schedule.Lasting(20))));

        await().until(() ->
                historyOf("flap").stream().filter("fault-ended"::equals).count() == 3);
        assertThat(historyOf("flap")).hasSize(1 + 3 * 3);
        try (TcpClient client = TcpClient.connect(listen)) {
            assertThat(client.send("up").read(2)).isEqualTo("up");
        }
    }

    @Test
    void what_repeats_for_ever_is_planned_one_window_ahead() {
        run(
                Map.of(),
                planned(
                        "flap",
                        "link",
                        new LinkFault.BlackHole(Reach.UPSTREAM),
                        new Schedule(new Schedule.Every(0, 1, 0), new Schedule.Lasting(1))));

        await().until(() -> ledger.account("flap").begins() > 3);
    }

    private static Schedule until(Moment moment) {
        return new Schedule(new Schedule.At(0), new Schedule.UntilWire(WirePoint.first(moment)));
    }

    @Test
    void a_proxy_opens_when_the_last_fault_that_keeps_it_down_has_ended() throws Exception {
        run(
                Map.of(),
                planned("first", "link", new LinkFault.Down(), until(Moment.DELIVERY)),
                planned("second", "link", new LinkFault.Down(), until(Moment.ACK)));
        assertThat(applied("first")).isTrue();
        assertThat(applied("second")).isFalse();

        wire.shows("nats", Moment.DELIVERY, "sink");

        await().until(() -> historyOf("first").contains("fault-ended"));
        assertThatThrownBy(() -> TcpClient.connect(listen)).isInstanceOf(ConnectException.class);
        assertThat(applied("second")).isTrue();
        wire.shows("nats", Moment.ACK, "sink");
        await().until(() -> historyOf("second").contains("fault-ended"));
        try (TcpClient client = TcpClient.connect(listen)) {
            assertThat(client.send("up").read(2)).isEqualTo("up");
        }
    }

    @Test
    void a_fault_that_ends_before_the_one_that_keeps_a_proxy_down_was_never_applied() throws Exception {
        run(
                Map.of(),
                planned("first", "link", new LinkFault.Down(), until(Moment.DELIVERY)),
                planned("second", "link", new LinkFault.Down(), until(Moment.ACK)));

        wire.shows("nats", Moment.ACK, "sink");

        await().until(() -> historyOf("second").contains("fault-ended"));
        assertThatThrownBy(() -> TcpClient.connect(listen)).isInstanceOf(ConnectException.class);
        assertThat(applied("second")).isFalse();
    }

    /**
     * Where a fault lasts as long as its period, the end of its first window comes just after its second beginning, which
     * has ended it already. Timers are never early: were the second window cut short, it would be shorter than planned.
     */
    @Test
    void the_end_of_a_window_does_not_end_the_next_one() throws Exception {
        long periodMillis = 300;
        run(
                Map.of(),
                planned(
                        "flap",
                        "link",
                        new LinkFault.BlackHole(Reach.UPSTREAM),
                        new Schedule(new Schedule.Every(0, periodMillis, 2), new Schedule.Lasting(periodMillis))));

        await().until(() ->
                historyOf("flap").stream().filter("fault-ended"::equals).count() == 2);
        List<Long> begun = timesMicros("flap", "fault-begun");
        List<Long> ended = timesMicros("flap", "fault-ended");
        assertThat(ended.get(1) - begun.get(1)).isGreaterThanOrEqualTo(periodMillis * 1000);
    }

    private List<Long> timesMicros(String fault, String kind) throws IOException {
        Objects.requireNonNull(history).flush();
        List<Long> times = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("history.jsonl"))) {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.path("fault").asText().equals(fault)
                    && json.path("kind").asText().equals(kind)) {
                times.add(json.path("atMicros").asLong());
            }
        }
        return times;
    }

    @Test
    void a_process_is_killed_at_a_point_of_the_wire_while_that_is_held_and_started_again() throws Exception {
        StartedProcess process = sleeper();
        long pid = process.pid();
        run(
                Map.of("sink", process),
                planned(
                        "kill",
                        "sink",
                        new ProcessFault.Signal(ProcessSignal.KILL),
                        Schedule.when(
                                WirePoint.first(Moment.ACK)
                                        .after(Moment.PUT_CONFIRMED)
                                        .held(Held.HOLD_THEN_DROP),
                                200)));
        assertThat(wire.shows("nats", Moment.ACK, "sink")).isEmpty();
        assertThat(wire.shows("s3", Moment.PUT_CONFIRMED, "key")).isEmpty();

        CompletionStage<Wire.Release> held =
                wire.shows("nats", Moment.ACK, "sink").orElseThrow();

        assertThat(held.toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo(Wire.Release.DROP);
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
        await().until(() -> process.isAlive() && process.pid() != pid);
        assertThat(wire.shows("nats", Moment.ACK, "sink")).isEmpty();
        assertThat(historyOf("kill")).containsExactly("fault-planned", "fault-begun", "fault-observed", "fault-ended");
    }

    @Test
    void a_process_is_paused_and_goes_on() throws Exception {
        StartedProcess process = sleeper();
        run(
                Map.of("sink", process),
                planned("pause", "sink", new ProcessFault.Signal(ProcessSignal.STOP), Schedule.at(0, 1500)));

        await().pollInterval(Duration.ofMillis(10)).until(() -> state(process.pid()) == 'T');
        await().until(() -> state(process.pid()) == 'S');
        assertThat(applied("pause")).isTrue();
    }

    private static char state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void a_process_is_asked_to_end_and_started_again() throws Exception {
        StartedProcess process = sleeper();
        long pid = process.pid();
        run(
                Map.of("sink", process),
                planned("stop", "sink", new ProcessFault.Signal(ProcessSignal.TERM), Schedule.at(0, 50)));

        await().until(() -> process.isAlive() && process.pid() != pid);
        assertThat(applied("stop")).isTrue();
    }

    @Test
    void a_process_that_takes_its_time_to_end_is_started_again_when_it_has_and_holds_nothing_up() throws Exception {
        Path trapped = folder.resolve("trapped");
        Path gate = folder.resolve("gate");
        String slowly = "trap 'while [ ! -e " + gate + " ]; do sleep 0.1; done; exit 0' TERM; : > " + trapped
                + "; while :; do sleep 0.1; done";
        StartedProcess process = StartedProcess.start(List.of("sh", "-c", slowly), Map.of());
        opened.add(process);
        long pid = process.pid();
        await().until(() -> Files.exists(trapped));
        run(
                Map.of("sink", process),
                planned("stop", "sink", new ProcessFault.Signal(ProcessSignal.TERM), Schedule.at(0, 50)),
                planned("later", "link", new LinkFault.Down(), Schedule.at(400, LONG_MILLIS)));

        await().until(() -> historyOf("later").contains("fault-begun"));
        assertThat(historyOf("stop")).containsExactly("fault-planned", "fault-begun", "fault-observed");
        assertThat(process.pid()).isEqualTo(pid);
        Files.createFile(gate);

        await().until(() -> historyOf("stop").contains("fault-ended"));
        assertThat(process.isAlive()).isTrue();
        assertThat(process.pid()).isNotEqualTo(pid);
    }

    @Test
    void a_plan_that_is_ended_waits_for_processes_that_are_ending() throws Exception {
        StartedProcess process = sleeper();
        long pid = process.pid();
        PlanRun run = run(
                Map.of("sink", process),
                planned("stop", "sink", new ProcessFault.Signal(ProcessSignal.TERM), Schedule.at(0, LONG_MILLIS)));

        run.close();

        assertThat(historyOf("stop")).endsWith("fault-ended");
        assertThat(process.isAlive()).isTrue();
        assertThat(process.pid()).isNotEqualTo(pid);
    }

    @Test
    void what_the_wire_shows_before_a_faults_time_does_not_begin_it() throws Exception {
        run(
                Map.of(),
                planned(
                        "down",
                        "link",
                        new LinkFault.Down(),
                        Schedule.when(WirePoint.first(Moment.DELIVERY), 400, 50)));

        wire.shows("nats", Moment.DELIVERY, "sink");
        await().until(wire::isWatched);
        assertThat(historyOf("down")).containsExactly("fault-planned");
        wire.shows("nats", Moment.DELIVERY, "sink");

        await().until(() -> historyOf("down").contains("fault-begun"));
    }

    @Test
    void a_fault_ends_where_the_wire_shows_it() throws Exception {
        run(
                Map.of(),
                planned(
                        "down",
                        "link",
                        new LinkFault.Down(),
                        new Schedule(new Schedule.At(0), new Schedule.UntilWire(WirePoint.first(Moment.DELIVERY)))));
        await().until(() -> historyOf("down").contains("fault-observed"));

        wire.shows("nats", Moment.DELIVERY, "sink");

        await().until(() -> historyOf("down").contains("fault-ended"));
    }

    @Test
    void a_fault_begins_when_a_connection_is_made_and_ends_with_it() throws Exception {
        run(
                Map.of(),
                planned(
                        "slow",
                        "link",
                        new LinkFault.Latency(Reach.DOWNSTREAM, 1, 0),
                        new Schedule(
                                new Schedule.When(
                                        WirePoint.first(Moment.CONNECTED).on("link"), 0, 0),
                                new Schedule.UntilWire(WirePoint.first(Moment.DISCONNECTED)))));
        try (TcpClient client = TcpClient.connect(listen)) {
            await().until(() -> historyOf("slow").contains("fault-begun"));
            await().until(() -> {
                client.send("anybody?");
                return applied("slow");
            });
        }
        await().until(() -> historyOf("slow").contains("fault-ended"));
    }

    @Test
    void a_fault_of_a_process_that_is_gone_is_told_as_never_applied() throws Exception {
        StartedProcess process = sleeper();
        process.signal(ProcessSignal.KILL);
        assertThat(process.awaitExit(Duration.ofSeconds(30))).isTrue();
        run(
                Map.of("sink", process),
                planned("pause", "sink", new ProcessFault.Signal(ProcessSignal.STOP), Schedule.at(0, 10)));

        await().until(() -> historyOf("pause").contains("fault-begun"));
        await().during(Duration.ofMillis(100)).until(() -> !applied("pause"));
        assertThat(historyOf("pause")).containsExactly("fault-planned", "fault-begun", "fault-ended");
        assertThat(ledger.neverApplied()).hasSize(1);
    }

    @Test
    void closing_ends_what_is_in_force_and_begins_nothing_more() throws Exception {
        PlanRun run = run(
                Map.of(),
                planned("down", "link", new LinkFault.Down(), Schedule.at(0, LONG_MILLIS)),
                planned("never", "link", new LinkFault.Down(), Schedule.when(WirePoint.first(Moment.DELIVERY), 10)));
        await().until(() -> historyOf("down").contains("fault-observed"));

        run.close();

        assertThat(historyOf("down")).endsWith("fault-ended");
        try (TcpClient client = TcpClient.connect(listen)) {
            assertThat(client.send("up").read(2)).isEqualTo("up");
        }
        assertThat(wire.shows("nats", Moment.DELIVERY, "sink")).isEmpty();
        assertThat(wire.isWatched()).isFalse();
        assertThat(historyOf("never")).containsExactly("fault-planned");
    }

    @Test
    void a_plan_that_cannot_be_carried_out_is_refused_with_every_reason() {
        assertThatThrownBy(() -> run(
                        Map.of(),
                        planned("a", "nobody", new ProcessFault.Signal(ProcessSignal.KILL), Schedule.ALWAYS),
                        planned("b", "nowhere", new LinkFault.Down(), Schedule.ALWAYS),
                        planned("c", "link", new WorldFault.StreamRestart(true), Schedule.ALWAYS),
                        planned("d", "link", new HttpFault.Drop(HttpFault.Match.ALL, false), Schedule.ALWAYS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a: there is no process nobody; b: there is no proxy nowhere;"
                        + " c: world-stream-restart can only be simulated;"
                        + " d: proxy link has no protocol that http-drop could apply to");
        assertThat(ledger.accounts()).isEmpty();
    }
}
