// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.Redaction;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Takes a lease away from a run that is silent, and records who did it and why.
 *
 * <p>The next run would take over a lease that ran out anyway. But until then a holder that only slept, such as a suspended machine, still writes under
 * it: whoever knows that it must not can fence it off.
 */
public final class Unlocking {

    private static final Duration LEASE = Duration.ofSeconds(60);

    private final String project;
    private final Ledger ledger;
    private final RunIdentity identity;
    private final Clock clock;
    private final Redaction redaction;

    public Unlocking(String project, Ledger ledger, RunIdentity identity, Clock clock, Redaction redaction) {
        this.project = project;
        this.ledger = ledger;
        this.identity = identity;
        this.clock = clock;
        this.redaction = redaction;
    }

    /**
     * Frees what a lease locks. What its run left open is settled by the next run, as always.
     *
     * @param reason why, for those who read the history
     * @throws LockedException when the lease is in force, or is not there any more
     */
    public void unlock(Lease ranOut, String reason) {
        Lease.Holder holder =
                new Lease.Holder(identity.run(), identity.actor(), identity.url(), identity.commit(), "", "unlocks");
        Lease mine = ledger.takeOver(ranOut, holder, LEASE);
        Journal journal = new Journal(project, ledger, mine, identity, clock, redaction);
        try {
            journal.append(List.of(journal.facts(
                    EntryKind.UNLOCKED,
                    Map.of(
                            "why",
                                    "lease " + ranOut.token() + " of "
                                            + ranOut.holder().run() + ": " + reason,
                            "token", ranOut.token(),
                            "scope", ranOut.scope(),
                            "run", ranOut.holder().run(),
                            "actor", ranOut.holder().actor(),
                            "expired", ranOut.expires().toString()))));
        } finally {
            journal.release();
        }
    }
}
