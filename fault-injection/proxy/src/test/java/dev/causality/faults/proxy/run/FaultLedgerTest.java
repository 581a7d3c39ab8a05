package dev.causality.faults.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultLedgerTest {
    private final FaultLedger ledger = new FaultLedger(null);

    private String toxicThatCameAndWent() {
        String name = ledger.planned("link/t", "latency", "link", 0, 0);
        ledger.begun(name);
        ledger.endedForGood(name);
        return name;
    }

    @Test
    void of_toxics_that_came_and_went_only_the_newest_are_remembered_and_no_name_comes_again() {
        ledger.planned("of a plan", "down", "link", 0, 0);
        String inForce = ledger.planned("link/stays", "latency", "link", 0, 0);
        ledger.begun(inForce);
        for (int i = 0; i < FaultLedger.REMEMBERED; i++) {
            toxicThatCameAndWent();
        }

        String last = toxicThatCameAndWent();

        assertThat(last).isEqualTo("link/t#" + (FaultLedger.REMEMBERED + 1));
        assertThat(ledger.accounts())
                .hasSize(2 + FaultLedger.REMEMBERED)
                .extracting(FaultLedger.Account::fault)
                .startsWith("of a plan", "link/stays", "link/t#2")
                .endsWith(last);
        ledger.applied("link/t");
    }
}
