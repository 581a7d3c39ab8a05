package dev.causality.gateway.core;

import dev.causality.kernel.telemetry.PublishResult;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.PublishOutcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what clients were told and what the stream said, once per request. */
final class GatewayMetrics {

    private final Telemetry telemetry;

    GatewayMetrics(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** A request was refused as a whole. */
    void refused(Problem problem) {
        telemetry.eventsRefused(1, problem.code());
    }

    /** The events of a request were judged. */
    void judged(List<Verdict> verdicts) {
        int accepted = 0;
        int duplicates = 0;
        Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Accepted(String _, boolean duplicate) -> {
                    accepted++;
                    duplicates += duplicate ? 1 : 0;
                }
                case Verdict.Rejected(Problem problem) -> refused.merge(problem.code(), 1, Integer::sum);
            }
        }
        if (accepted > 0) {
            telemetry.eventsAccepted(accepted);
        }
        if (duplicates > 0) {
            telemetry.duplicatesDropped(duplicates);
        }
        refused.forEach((code, count) -> telemetry.eventsRefused(count, code));
    }

    /** The stream has answered, or has not, to one round of publishing. */
    void published(List<PublishOutcome> outcomes) {
        Map<PublishResult, Integer> results = new EnumMap<>(PublishResult.class);
        for (PublishOutcome outcome : outcomes) {
            results.merge(result(outcome), 1, Integer::sum);
        }
        results.forEach((result, count) -> telemetry.messagesPublished(count, result));
        telemetry.messagesProcessed(results.getOrDefault(PublishResult.CONFIRMED, 0));
    }

    private static PublishResult result(PublishOutcome outcome) {
        return switch (outcome) {
            case PublishOutcome.Confirmed(long _, boolean duplicate) ->
                duplicate ? PublishResult.DUPLICATE : PublishResult.CONFIRMED;
            case PublishOutcome.Refused _ -> PublishResult.REFUSED;
            case PublishOutcome.Unknown _ -> PublishResult.UNKNOWN;
        };
    }
}
