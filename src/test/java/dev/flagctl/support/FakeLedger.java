// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.LockedException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
import dev.flagctl.port.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A ledger in memory that keeps the contract of {@link Ledger}; one object may serve several runs at once. */
public final class FakeLedger implements Ledger {

    private final Clock clock;
    private final List<Entry> chain = new ArrayList<>();
    private final Map<Long, Lease> leases = new TreeMap<>();
    private long lastToken;

    public FakeLedger(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized long serial() {
        return chain.size();
    }

    @Override
    public synchronized List<Entry> append(Lease lease, List<EntryDraft> drafts) {
        current(lease);
        EntryHash hash = new EntryHash();
        List<Entry> added = new ArrayList<>();
        String previous = headHash();
        for (EntryDraft draft : drafts) {
            long serial = chain.size() + added.size() + 1L;
            String own = hash.of(previous, serial, draft);
            added.add(new Entry(serial, draft, previous, own));
            previous = own;
        }
        chain.addAll(added);
        return List.copyOf(added);
    }

    @Override
    public synchronized Optional<Entry> prune(Lease lease, long through, LongFunction<EntryDraft> record) {
        current(lease);
        int dropped = 0;
        for (int i = 0; i < Math.min(through, chain.size()); i++) {
            EntryDraft d = chain.get(i).draft();
            EntryEvidence seen = d.evidence();
            if (seen != null && seen.json() != null) {
                dropped++;
                EntryDraft bare = new EntryDraft(
                        d.time(),
                        d.run(),
                        d.actor(),
                        d.kind(),
                        d.key(),
                        d.task(),
                        d.body(),
                        d.state(),
                        new EntryEvidence(seen.digest(), null));
                chain.set(
                        i,
                        new Entry(
                                i + 1L,
                                bare,
                                chain.get(i).previousHash(),
                                chain.get(i).hash()));
            }
        }
        return dropped == 0
                ? Optional.empty()
                : Optional.of(append(lease, List.of(record.apply(dropped))).get(0));
    }

    @Override
    public synchronized long lastBefore(Instant time) {
        for (Entry entry : chain) {
            if (!entry.draft().time().isBefore(time)) {
                return entry.serial() - 1;
            }
        }
        return chain.size();
    }

    @Override
    public synchronized Map<FeatureKey, String> states() {
        Map<FeatureKey, String> states = new TreeMap<>();
        for (Entry entry : chain) {
            if (entry.draft().key() != null && entry.draft().state() != null) {
                states.put(entry.draft().key(), entry.draft().state());
            }
        }
        return Collections.unmodifiableMap(states);
    }

    @Override
    public synchronized List<Entry> statesBefore(Instant time) {
        Map<FeatureKey, Entry> states = new TreeMap<>();
        for (Entry entry : chain) {
            EntryDraft draft = entry.draft();
            if (draft.key() != null && draft.state() != null && draft.time().isBefore(time)) {
                states.put(draft.key(), entry);
            }
        }
        return states.values().stream()
                .sorted(Comparator.comparingLong(Entry::serial))
                .toList();
    }

    @Override
    public synchronized List<Entry> openTasks() {
        List<Entry> open = new ArrayList<>();
        for (Entry entry : chain) {
            EntryKind kind = entry.draft().kind();
            if (entry.draft().task() == null) {
                continue;
            }
            if (kind == EntryKind.TASK_STARTED) {
                open.add(entry);
            } else if (kind == EntryKind.TASK_DONE || kind == EntryKind.TASK_FAILED) {
                open.removeIf(
                        started -> started.draft().task().equals(entry.draft().task()));
            }
        }
        return List.copyOf(open);
    }

    @Override
    public synchronized void read(EntryFilter filter, Consumer<Entry> each) {
        List<Entry> found = chain.stream()
                .filter(filter::matches)
                .map(entry -> filter.evidence()
                        ? entry
                        : new Entry(
                                entry.serial(), entry.draft().withoutEvidence(), entry.previousHash(), entry.hash()))
                .toList();
        long left = Math.min(filter.newest(), found.size());
        found.subList((int) (found.size() - left), found.size()).forEach(each);
    }

    @Override
    public synchronized Verification verify() {
        return new Verification(chain.size(), headHash(), List.of());
    }

    @Override
    public synchronized Lease acquire(List<String> scopes, Lease.Holder holder, Duration length) {
        Instant now = clock.instant();
        List<Lease> others =
                scopes.stream().flatMap(scope -> overlapping(scope).stream()).toList();
        for (Lease other : others) {
            if (other.inForce(now)) {
                throw new LockedException(other.scope() + " is locked: " + other.describe(now));
            }
        }
        others.forEach(this::release);
        Lease lease = new Lease(scopes, ++lastToken, holder, now, now, now.plus(length));
        leases.put(lease.token(), lease);
        return lease;
    }

    @Override
    public synchronized Lease renew(Lease lease, String progress, Duration length) {
        Lease held = current(lease);
        Lease.Holder told = held.holder();
        Instant now = clock.instant();
        Lease renewed = new Lease(
                held.scopes(),
                held.token(),
                new Lease.Holder(told.run(), told.actor(), told.url(), told.commit(), told.plan(), progress),
                held.acquired(),
                now,
                now.plus(length));
        leases.put(held.token(), renewed);
        return renewed;
    }

    @Override
    public synchronized Lease takeOver(Lease ranOut, Lease.Holder holder, Duration length) {
        if (current(ranOut).isAhead(clock.instant())) {
            release(ranOut);
        }
        return acquire(ranOut.scopes(), holder, length);
    }

    @Override
    public synchronized void release(Lease lease) {
        leases.remove(lease.token());
    }

    @Override
    public synchronized Optional<Lease> holder(String scope) {
        return overlapping(scope).stream()
                .filter(held -> held.inForce(clock.instant()))
                .findFirst();
    }

    @Override
    public synchronized List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    @Override
    public void close() {
        // Several runs may share it; its content stays.
    }

    private List<Lease> overlapping(String scope) {
        return leases.values().stream()
                .filter(held -> held.covers(scope)
                        || held.scopes().stream().anyMatch(other -> LeaseScope.contains(scope, other)))
                .toList();
    }

    private Lease current(Lease lease) {
        Lease held = leases.get(lease.token());
        if (held == null) {
            String which = "the lease of " + lease.scope() + " (token " + lease.token() + ") ";
            throw new LockedException(lease.scopes().stream()
                    .flatMap(scope -> overlapping(scope).stream())
                    .findFirst()
                    .map(other -> which + "was lost: now " + other.describe(clock.instant()))
                    .orElse(which + "was given back"));
        }
        return held;
    }

    private String headHash() {
        return chain.isEmpty() ? EntryHash.GENESIS : chain.get(chain.size() - 1).hash();
    }
}
