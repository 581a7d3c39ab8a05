package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.Glob;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.protocol.ConnectionFaults;
import dev.causality.faults.proxy.protocol.Verdict;
import dev.causality.faults.proxy.protocol.http.S3Request.Operation;
import dev.causality.faults.proxy.run.ActiveFault;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The faults of a plan that are in force on one HTTP connection, and what the wire is shown of it. */
final class HttpFaults extends ConnectionFaults<HttpFault> {
    HttpFaults(ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        super(HttpFault.class, connection, faults, wire, evidence);
    }

    /** The first fault that hits this request; each that fits counts it. */
    @Nullable
    HttpHit hits(HttpHead request) {
        HttpHit first = null;
        for (ActiveFault<HttpFault> active : inForce()) {
            if (fits(active.fault().match(), request) && active.hits() && first == null) {
                first = new HttpHit(active.name(), active.fault());
            }
        }
        return first;
    }

    private static boolean fits(HttpFault.Match match, HttpHead request) {
        return (match.method().isEmpty() || match.method().equalsIgnoreCase(request.method()))
                && Glob.matches(match.path(), request.target())
                && (match.header().isEmpty()
                        || request.header(match.header().toLowerCase(Locale.ROOT))
                                .filter(value -> Glob.matches(match.headerValue(), value))
                                .isPresent());
    }

    /** Tells the wire of a request; what becomes of it. */
    Verdict shows(HttpHead request) {
        Verdict verdict = show(Moment.HTTP_REQUEST, request.method() + " " + request.target());
        S3Request meaning = S3Request.of(request);
        return verdict instanceof Verdict.Pass && meaning.operation() == Operation.PUT_OBJECT
                ? show(Moment.PUT_REQUESTED, meaning.key())
                : verdict;
    }

    /** Tells the wire of a final response; what becomes of it. */
    Verdict shows(HttpHead request, HttpHead response) {
        Verdict verdict = show(Moment.HTTP_RESPONSE, request.method() + " " + request.target());
        S3Request meaning = S3Request.of(request);
        if (!(verdict instanceof Verdict.Pass) || meaning.operation() != Operation.PUT_OBJECT) {
            return verdict;
        }
        boolean success = response.status() >= 200 && response.status() < 300;
        return show(success ? Moment.PUT_CONFIRMED : Moment.PUT_REFUSED, meaning.key());
    }

    void applied(HttpHit hit, String what) {
        applied(hit.name(), what);
    }
}
