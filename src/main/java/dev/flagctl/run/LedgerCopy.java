// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Copies a ledger into another one, which has the same serials, times and hashes afterwards. The entries of the source stay as they are.
 *
 * <p>May be cut off anywhere: what is in the target then is the beginning of the source, and the next copy goes on behind it.
 */
public final class LedgerCopy {

    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Ledger source;
    private final Ledger target;
    private final String scope;
    private final Lease.Holder holder;
    private final int chunk;

    /**
     * @param scope what to lock in both ledgers
     * @param chunk how many entries to append at once
     */
    public LedgerCopy(Ledger source, Ledger target, String scope, RunIdentity identity, int chunk) {
        this.source = source;
        this.target = target;
        this.scope = scope;
        this.holder = new Lease.Holder(
                identity.run(), identity.actor(), identity.url(), identity.commit(), "", "copies the ledger");
        this.chunk = chunk;
    }

    /**
     * Copies what the target lacks, and checks it.
     *
     * @param progress is told after each chunk how many entries are there
     * @return what checking the target found; without problems its newest entry is that of the source
     * @throws RefusedException when the target has other entries than the source, or the source was altered; nothing more is appended
     * @throws LockedException when a run holds one of the ledgers
     */
    public Ledger.Verification copy(LongConsumer progress) {
        Lease from = source.acquire(scope, holder, LEASE);
        try {
            refuseItself();
            Lease to = target.acquire(scope, holder, LEASE);
            try {
                copy(from, to, progress);
            } finally {
                target.release(to);
            }
        } finally {
            source.release(from);
        }
        return target.verify();
    }

    /** The lease of the source is held here: who finds it in the target has only one ledger. */
    private void refuseItself() {
        boolean same = target.holder(scope)
                .filter(held -> held.holder().run().equals(holder.run()))
                .isPresent();
        if (same) {
            throw new RefusedException("the other ledger is this one", "name another file or schema");
        }
    }

    private void copy(Lease from, Lease to, LongConsumer progress) {
        long end = source.serial();
        long done = target.serial();
        String head = sharedHead(done);
        while (done < end) {
            source.renew(from, "copied " + done + " of " + end, LEASE);
            Lease holds = target.renew(to, "copied " + done + " of " + end, LEASE);
            List<EntryDraft> drafts = new ArrayList<>(chunk);
            head = read(done, head, drafts);
            if (drafts.isEmpty()) {
                throw altered(done + 1);
            }
            List<Entry> appended = target.append(holds, drafts);
            done += drafts.size();
            if (!appended.get(appended.size() - 1).hash().equals(head)) {
                throw new RefusedException(
                        "somebody else wrote to the other ledger while it was copied to",
                        "copy again into a file that is not there yet, or an empty schema");
            }
            progress.accept(done);
        }
    }

    /** Reads the next chunk and makes sure that the content of each entry gives its hash; returns the hash of the last one. */
    private String read(long done, String head, List<EntryDraft> drafts) {
        EntryHash hash = new EntryHash();
        String[] previous = {head};
        source.read(EntryFilter.between(done, done + chunk), entry -> {
            long serial = done + drafts.size() + 1;
            previous[0] = hash.of(previous[0], serial, entry.draft());
            EntryEvidence evidence = entry.draft().evidence();
            boolean changed = evidence != null && evidence.json() != null && !evidence.isWhole();
            if (entry.serial() != serial || !entry.hash().equals(previous[0]) || changed) {
                throw altered(serial);
            }
            drafts.add(entry.draft());
        });
        return previous[0];
    }

    /** Returns the hash of the target's newest entry, which must be the source's under that serial. */
    private String sharedHead(long serial) {
        if (serial == 0) {
            return EntryHash.GENESIS;
        }
        String there = hash(target, serial);
        if (!there.equals(hash(source, serial))) {
            throw new RefusedException(
                    "the other ledger has " + serial + " entries that are not the first ones of this ledger",
                    "name a file that is not there yet, or an empty schema");
        }
        return there;
    }

    private static String hash(Ledger ledger, long serial) {
        return ledger.entry(serial).map(Entry::hash).orElse(EntryHash.GENESIS);
    }

    private static RefusedException altered(long serial) {
        return new RefusedException(
                "entry " + serial + " of this ledger was altered or removed, so that it cannot be copied",
                "run flagctl history verify, and put the ledger back from a backup");
    }
}
