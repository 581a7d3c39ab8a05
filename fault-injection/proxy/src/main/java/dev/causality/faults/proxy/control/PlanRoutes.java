package dev.causality.faults.proxy.control;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlanFormatException;
import dev.causality.faults.plan.PlanJson;

/** Our own route beside Toxiproxy's: {@code /plan}, the plan that is being carried out. */
final class PlanRoutes {
    private final PlanControl plans;

    PlanRoutes(PlanControl plans) {
        this.plans = plans;
    }

    /** GET tells what became of it so far, POST begins one, DELETE ends it and tells what became of it. */
    Answer answer(String method, String body) throws ApiException {
        return switch (method) {
            case "GET" -> Answer.json(200, Answers.plan(plans.report().orElseThrow(ApiException::planNotFound)));
            case "POST" -> begin(read(body));
            case "DELETE" -> Answer.json(200, Answers.plan(plans.end().orElseThrow(ApiException::planNotFound)));
            default -> Answer.notAllowed();
        };
    }

    private Answer begin(FaultPlan plan) throws ApiException {
        try {
            if (!plans.start(plan)) {
                throw ApiException.conflict("a plan is being carried out already");
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.badBody(String.valueOf(e.getMessage()));
        }
        return Answer.json(201, Answers.plan(plans.report().orElseThrow(ApiException::planNotFound)));
    }

    /** A plan without faults is a mistake: it would show nothing, and would look as if all of it had been applied. */
    private static FaultPlan read(String body) throws ApiException {
        if (body.isBlank()) {
            throw ApiException.badBody("EOF");
        }
        try {
            FaultPlan plan = PlanJson.read(body);
            if (plan.faults().isEmpty()) {
                throw ApiException.badBody("the plan has no faults");
            }
            return plan;
        } catch (PlanFormatException e) {
            throw ApiException.badBody(String.valueOf(e.getMessage()));
        }
    }
}
