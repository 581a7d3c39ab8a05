package dev.causality.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanJsonTest {

    @Test
    void a_plan_with_every_fault_reads_back_as_it_was_written() throws Exception {
        FaultPlan plan = everything();

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void every_kind_of_fault_is_in_the_test_plan() {
        Stream<String> planned =
                everything().faults().stream().map(each -> each.fault().kind());

        assertThat(planned.distinct().sorted().toList())
                .isEqualTo(kinds(Fault.class).stream().sorted().toList());
    }

    @Test
    void a_single_fault_reads_back_as_it_was_written() throws Exception {
        Fault fault = new LinkFault.Latency(new Reach(Direction.UPSTREAM, 0.5), 20, 5);

        assertThat(PlanJson.readFault(PlanJson.writeFault(fault))).isEqualTo(fault);
    }

    @Test
    void what_is_left_out_has_its_default() throws Exception {
        FaultPlan plan = PlanJson.read("""
                {"seed": 7, "faults": [
                  {"name": "a", "target": "nats", "fault": {"type": "latency", "latencyMillis": 20}},
                  {"name": "b", "target": "store",
                   "fault": {"type": "http-answer", "match": {"method": "PUT"}, "status": 503, "code": "SlowDown"}},
                  {"name": "c", "target": "nats", "fault": {"type": "nats-drop-acks", "which": {"from": 3}}}]}
                """);

        assertThat(plan.faults())
                .containsExactly(
                        new PlannedFault("a", "nats", new LinkFault.Latency(Reach.DOWNSTREAM, 20, 0), Schedule.ALWAYS),
                        new PlannedFault(
                                "b",
                                "store",
                                new HttpFault.Answer(HttpFault.Match.of("PUT", "", Occurrence.ALL), 503, "SlowDown"),
                                Schedule.ALWAYS),
                        new PlannedFault(
                                "c",
                                "nats",
                                new NatsFault.DropAcks("", NatsFault.Answers.ACK, new Occurrence(3, 0, 1)),
                                Schedule.ALWAYS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"seed": "x"} | seed:
            {"sed": 1} | sed: unknown field; known are faults, seed
            {"faults": [{"name": "a", "target": "t"}]} | faults[0]: fault is missing
            {"faults": [{"name": "a", "target": "t", "fault": {}}]} | faults[0].fault: type is missing
            {"faults": [{"name": "a", "target": "t", "fault": {"type": "rain"}}]} | faults[0].fault: unknown type rain
            {"faults": [{"name": "a", "target": "t", "fault": {"type": "latency", "latency": 5}}]} | faults[0].fault.latency: unknown field; known are jitterMillis, latencyMillis, reach
            {"faults": [{"name": "a", "target": "t", "fault": {"type": "latency", "latencyMillis": -5}}]} | faults[0].fault: latencyMillis must not be negative, is -5
            {"faults": [{"name": "a", "target": "t", "fault": {"type": "latency", "reach": {"toxicity": 2}}}]} | faults[0].fault.reach: toxicity must lie between 0 and 1, is 2.0
            {"faults": [{"name": "a", "target": "t", "fault": {"type": "down"}, "schedule": {"begin": {"type": "at", "millis": 5}, "end": {"type": "until", "millis": 5}}}]} | faults[0].schedule: it would end at 5 ms, before it begins at 5 ms
            {"faults": [{"name": "a", "target": "t", "fault": {"type": "down"}}, {"name": "a", "target": "t", "fault": {"type": "down"}}]} | two faults are named a
            {"seed": 1 | line 1, column
            """)
    void a_mistake_is_refused_with_its_place_and_reason(String json, String message) {
        assertThatThrownBy(() -> PlanJson.read(json))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void the_printer_says_what_when_and_where() {
        PlannedFault kill = new PlannedFault(
                "kill-1",
                "sink-1",
                new ProcessFault.Signal(ProcessFault.ProcessSignal.KILL),
                Schedule.when(
                        WirePoint.first(Moment.ACK)
                                .after(Moment.PUT_CONFIRMED)
                                .on("nats")
                                .held(WirePoint.Held.HOLD_THEN_DROP),
                        500));
        PlannedFault slow = new PlannedFault(
                "slow",
                "store",
                new HttpFault.Answer(
                        HttpFault.Match.of("PUT", "/events/*", Occurrence.withProbability(0.25)), 503, "SlowDown"),
                Schedule.at(2000, 1500));

        assertThat(PlanPrinter.describe(new FaultPlan(7, List.of(kill, slow)))).isEqualTo("""
                seed 7, 2 faults
                kill-1: at the first ack on nats after a put-confirmed (held until then, and dropped) for 500 ms, on sink-1 sends SIGKILL
                slow: at 2 s for 1500 ms, on store answers 503 SlowDown without asking the server, to 25.00 % of all PUT requests to /events/*
                """);
    }

    @Test
    void the_printer_has_words_for_every_fault() {
        assertThat(everything().faults())
                .allSatisfy(fault -> assertThat(PlanPrinter.describe(fault))
                        .hasSizeGreaterThan(fault.name().length() + 20));
    }

    private static List<String> kinds(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null
                ? List.of(Fault.kindOf(type))
                : Stream.of(permitted).flatMap(each -> kinds(each).stream()).toList();
    }

    private static FaultPlan everything() {
        HttpFault.Match put = new HttpFault.Match("PUT", "/a*", "x-id", "7", Occurrence.nth(2));
        RedisFault.Match move = new RedisFault.Match("BLMOVE", "orders", Occurrence.first(3));
        Occurrence some = new Occurrence(2, 5, 0.5);
        WirePoint point = WirePoint.first(Moment.ACK).after(Moment.PUT_CONFIRMED);
        List<Fault> faults = List.of(
                new LinkFault.Latency(Reach.UPSTREAM, 5, 2),
                new LinkFault.Bandwidth(Reach.DOWNSTREAM, 100, true),
                new LinkFault.SlowClose(Reach.UPSTREAM, 5),
                new LinkFault.Timeout(Reach.UPSTREAM, 5),
                new LinkFault.ResetPeer(Reach.UPSTREAM, 5),
                new LinkFault.Slicer(Reach.UPSTREAM, 64, 32, 10),
                new LinkFault.LimitData(Reach.UPSTREAM, 5),
                new LinkFault.Down(),
                new LinkFault.Corrupt(Reach.UPSTREAM, 1000),
                new LinkFault.DropConnections(2),
                new LinkFault.CutAfter(new Reach(Direction.UPSTREAM, 0.5), 100, true),
                new LinkFault.BlackHole(Reach.UPSTREAM),
                new LinkFault.HalfOpen(Reach.UPSTREAM),
                new HttpFault.Answer(put, 503, "SlowDown"),
                new HttpFault.Drop(put, true),
                new HttpFault.LoseResponse(put, HttpFault.Loss.SILENCE),
                new HttpFault.ReplaceResponse(put, 500, "InternalError"),
                new HttpFault.CutBody(put, HttpFault.Part.REQUEST, 10, false),
                new HttpFault.Stall(put, HttpFault.Part.RESPONSE, HttpFault.Point.WITHIN, 10, 100),
                new HttpFault.WrongChecksum(put, HttpFault.Part.RESPONSE),
                new NatsFault.DropAcks("sink", NatsFault.Answers.ANY, some),
                new NatsFault.DelayAcks("sink", NatsFault.Answers.NAK, some, 50),
                new NatsFault.DropDeliveries("sink", some),
                new NatsFault.DelayDeliveries("sink", some, 50),
                new NatsFault.CutAtAck("sink", Occurrence.nth(7), true, true),
                new NatsFault.LoseConfirmations("events.>", some),
                new RedisFault.Answer(move, "LOADING"),
                new RedisFault.Drop(move, true),
                new RedisFault.LoseReply(move, false),
                new RedisFault.Delay(move, 10),
                new ProcessFault.Signal(ProcessFault.ProcessSignal.STOP),
                new ProcessFault.ClockJump(-5),
                new ProcessFault.ClockDrift(200),
                new WorldFault.StreamRestart(true),
                new WorldFault.StreamDeletion("ORDERS"),
                new WorldFault.LatePut(some, 100));
        List<Schedule> schedules = List.of(
                Schedule.ALWAYS,
                Schedule.at(10, 5),
                new Schedule(new Schedule.Every(1, 10, 3), new Schedule.Lasting(5)),
                new Schedule(new Schedule.When(point.held(WirePoint.Held.HOLD_THEN_PASS), 0, 0), new Schedule.Until(9)),
                new Schedule(new Schedule.When(point, 7, 30), new Schedule.UntilWire(point.on("nats"))));
        List<PlannedFault> planned = new ArrayList<>();
        for (Fault fault : faults) {
            int number = planned.size();
            planned.add(new PlannedFault("f" + number, "t", fault, schedules.get(number % schedules.size())));
        }
        return new FaultPlan(-7, planned);
    }
}
