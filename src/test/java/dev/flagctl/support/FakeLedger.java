// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.LockedException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A ledger in memory that keeps the contract of {@link Ledger}; one object may serve several runs at once. */
public final class FakeLedger implements Ledger {

    private final Clock clock;
    private final List<Entry> chain = new ArrayList<>();
    private final Map<String, Lease> leases = new HashMap<>();
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
        List<Entry> found = chain.stream().filter(filter::matches).toList();
        long left = Math.min(filter.newest(), found.size());
        found.subList((int) (found.size() - left), found.size()).forEach(each);
    }

    @Override
    public synchronized Verification verify() {
        return new Verification(chain.size(), headHash(), List.of());
    }

    @Override
    public synchronized Lease acquire(String scope, Lease.Holder holder, Duration length) {
        Instant now = clock.instant();
        Lease held = leases.get(scope);
        if (held != null && held.inForce(now)) {
            throw new LockedException(scope + " is locked: " + held.describe(now));
        }
        Lease lease = new Lease(scope, ++lastToken, holder, now, now, now.plus(length));
        leases.put(scope, lease);
        return lease;
    }

    @Override
    public synchronized Lease renew(Lease lease, String progress, Duration length) {
        Lease held = current(lease);
        Lease.Holder told = held.holder();
        Instant now = clock.instant();
        Lease renewed = new Lease(
                held.scope(),
                held.token(),
                new Lease.Holder(told.run(), told.actor(), told.url(), told.commit(), told.plan(), progress),
                held.acquired(),
                now,
                now.plus(length));
        leases.put(held.scope(), renewed);
        return renewed;
    }

    @Override
    public synchronized Lease takeOver(Lease ranOut, Lease.Holder holder, Duration length) {
        current(ranOut);
        return acquire(ranOut.scope(), holder, length);
    }

    @Override
    public synchronized List<Lease> leases() {
        return leases.values().stream()
                .sorted(Comparator.comparingLong(Lease::token))
                .toList();
    }

    @Override
    public synchronized void release(Lease lease) {
        Lease held = leases.get(lease.scope());
        if (held != null && held.token() == lease.token()) {
            leases.remove(lease.scope());
        }
    }

    @Override
    public synchronized Optional<Lease> holder(String scope) {
        return Optional.ofNullable(leases.get(scope)).filter(held -> held.inForce(clock.instant()));
    }

    @Override
    public void close() {}

    private Lease current(Lease lease) {
        Lease held = leases.get(lease.scope());
        if (held == null) {
            throw new LockedException(
                    "the lease of " + lease.scope() + " (token " + lease.token() + ") was given back");
        }
        if (held.token() != lease.token()) {
            throw new LockedException("the lease of " + lease.scope() + " (token " + lease.token() + ") was lost: now "
                    + held.describe(clock.instant()));
        }
        return held;
    }

    private String headHash() {
        return chain.isEmpty() ? EntryHash.GENESIS : chain.get(chain.size() - 1).hash();
    }
}
