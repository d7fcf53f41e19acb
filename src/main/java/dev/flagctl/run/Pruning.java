// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.plan.codec.DecisionBody;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Drops the evidence of old entries: who decided what, when and why stays, with its hashes. */
public final class Pruning {

    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final String scope;
    private final RunIdentity identity;
    private final Clock clock;

    /** Names whose ledger it is, by the scope that is locked meanwhile. */
    public Pruning(Ledger ledger, String scope, RunIdentity identity, Clock clock) {
        this.ledger = ledger;
        this.scope = scope;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * Drops the evidence of the entries before a time, up to the first one that is not, and records that.
     *
     * @param before in whole seconds
     * @return the entry that records it, empty when there was none to drop
     * @throws dev.flagctl.diag.LockedException when a run holds the ledger
     */
    public Optional<Entry> prune(Instant before) {
        Lease.Holder holder = new Lease.Holder(
                identity.run(), identity.actor(), identity.url(), identity.commit(), "", "prunes the ledger");
        Lease lease = ledger.acquire(scope, holder, LEASE);
        try {
            long through = ledger.lastBefore(before);
            return through == 0
                    ? Optional.empty()
                    : ledger.prune(lease, through, entries -> record(through, before, entries));
        } finally {
            ledger.release(lease);
        }
    }

    private EntryDraft record(long through, Instant before, long entries) {
        return new EntryDraft(
                clock.instant(),
                identity.run(),
                identity.actor(),
                EntryKind.PRUNED,
                null,
                Long.toString(through),
                DecisionBody.facts(Map.of("before", before.toString(), "entries", entries)),
                null);
    }

    /** Returns the entry that records the pruning of an entry's evidence, empty when that is there or never was. */
    public static Optional<Entry> of(Entry entry, Ledger ledger) {
        EntryEvidence evidence = entry.draft().evidence();
        if (evidence == null || evidence.json() != null) {
            return Optional.empty();
        }
        for (Entry pruning : ledger.entries(EntryFilter.of(EntryKind.PRUNED).behind(entry.serial()))) {
            if (Long.parseLong(String.valueOf(pruning.draft().task())) >= entry.serial()) {
                return Optional.of(pruning);
            }
        }
        return Optional.empty();
    }
}
