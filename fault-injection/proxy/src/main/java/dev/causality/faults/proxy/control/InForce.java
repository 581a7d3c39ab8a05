package dev.causality.faults.proxy.control;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.toxic.Toxic;
import org.jspecify.annotations.Nullable;

/**
 * A toxic that is in force on a proxy.
 *
 * @param evidenceName what the ledger calls it
 * @param ofPlan a plan put it in force, and tells the ledger about it
 * @param factory absent for a protocol's fault, which the protocol's stages apply
 */
record InForce(
        ToxicSpec spec,
        Fault fault,
        String evidenceName,
        Seed seed,
        boolean ofPlan,
        @Nullable Toxic factory) {

    InForce(ToxicSpec spec, Fault fault, String evidenceName, Seed seed, boolean ofPlan, Evidence evidence) {
        this(
                spec,
                fault,
                evidenceName,
                seed,
                ofPlan,
                fault instanceof LinkFault link ? new Toxic(spec.name(), link, seed, evidence, evidenceName) : null);
    }
}
