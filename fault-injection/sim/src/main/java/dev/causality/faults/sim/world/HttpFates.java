package dev.causality.faults.sim.world;

import dev.causality.faults.plan.Glob;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Loss;
import dev.causality.faults.plan.HttpFault.Match;
import dev.causality.faults.plan.HttpFault.Part;

/** What the faults of HTTP requests come to in the object store. */
final class HttpFates {

    private static final long NANOS = 1_000_000;
    private static final String CONDITION = "If-None-Match";
    private static final String ANY = "*";

    private HttpFates() {}

    static boolean matches(Match match, StoreRequest request) {
        boolean header = match.header().isEmpty()
                || (match.header().equalsIgnoreCase(CONDITION)
                        && request.conditional()
                        && Glob.matches(match.headerValue(), ANY));
        return header
                && (match.method().isEmpty() || match.method().equalsIgnoreCase(request.method()))
                && Glob.matches(match.path(), request.path());
    }

    static StoreFate of(HttpFault fault) {
        return switch (fault) {
            case HttpFault.Answer answer -> new StoreFate.Answer(answer.status(), answer.code());
            case HttpFault.Drop _ -> new StoreFate.Drop();
            case HttpFault.LoseResponse lose -> new StoreFate.LoseResponse(lose.loss() == Loss.SILENCE);
            case HttpFault.ReplaceResponse replace -> new StoreFate.Replace(replace.status(), replace.code());
            case HttpFault.CutBody cut ->
                cut.part() == Part.REQUEST ? new StoreFate.Drop() : new StoreFate.LoseResponse(false);
            case HttpFault.Stall stall ->
                stall.part() == Part.REQUEST
                        ? new StoreFate.Serve(stall.millis() * NANOS, 0)
                        : new StoreFate.Serve(0, stall.millis() * NANOS);
            case HttpFault.WrongChecksum wrong ->
                wrong.part() == Part.REQUEST
                        ? new StoreFate.Answer(400, "BadDigest")
                        : new StoreFate.LoseResponse(false);
        };
    }
}
