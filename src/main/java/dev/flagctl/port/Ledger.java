// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.LockedException;
import dev.flagctl.model.FeatureKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The append-only, hash-chained record of everything that was decided and done.
 *
 * <p>What {@link #append} returned is durable. Failures of the store are {@link AdapterException}s.
 */
public interface Ledger extends AutoCloseable {

    /** Returns the serial of the newest entry, 0 for an empty ledger. */
    long serial();

    /**
     * Appends entries, all or none, durable on return.
     *
     * @param lease a lease of this ledger that has not been lost
     * @throws LockedException when the lease ran out and somebody else took it, so that its fencing token is too old
     */
    List<Entry> append(Lease lease, List<EntryDraft> drafts);

    /**
     * Drops the evidence of all entries up to a serial, and with it, and appends what says so, all or nothing. Hashes and bodies stay.
     *
     * @param through the last serial; the {@code task} of the record says it too
     * @param record makes the entry to append from the number of entries whose evidence is dropped
     * @return the appended entry, empty when there was no evidence, and nothing is appended then
     * @throws LockedException as {@link #append}
     */
    Optional<Entry> prune(Lease lease, long through, LongFunction<EntryDraft> record);

    /** Returns the last serial before the first entry of a time or later; that of the newest entry when all are earlier. */
    long lastBefore(Instant time);

    /** Returns the newest {@code state} of every key that has one, as opaque JSON. Its cost does not grow with the history. */
    Map<FeatureKey, String> states();

    /**
     * Returns for every key the entry that gave it its newest {@code state} before a time, rising. Entries of that time and later ones count as not
     * written.
     *
     * @param time in whole seconds
     */
    List<Entry> statesBefore(Instant time);

    /** Returns the newest {@code state} of the keys of some features in some environments. Its cost does not grow with the keys that are not asked for. */
    default Map<FeatureKey, String> states(Collection<String> environments, Collection<String> features) {
        Map<FeatureKey, String> states = new LinkedHashMap<>(states());
        states.keySet().removeIf(key -> !environments.contains(key.environment()) || !features.contains(key.feature()));
        return Collections.unmodifiableMap(states);
    }

    /** Returns the STARTED entries that no later DONE or FAILED entry with the same task has closed, rising. */
    List<Entry> openTasks();

    /** Returns the chosen entries in rising order, all at once: for those that are few. */
    default List<Entry> entries(EntryFilter filter) {
        List<Entry> entries = new ArrayList<>();
        read(filter, entries::add);
        return Collections.unmodifiableList(entries);
    }

    /** Returns the entry with a serial, empty when there is none. */
    default Optional<Entry> entry(long serial) {
        return entries(EntryFilter.between(serial - 1, serial)).stream().findFirst();
    }

    /**
     * Hands over entries in rising order, one after the other: memory does not grow with their number. What is handed over does not use the ledger
     * meanwhile.
     */
    void read(EntryFilter filter, Consumer<Entry> each);

    /** Checks the whole chain. */
    Verification verify();

    /**
     * Takes one lease of some scopes, all or none; takes over what overlaps them and ran out, each lease as a whole.
     *
     * @param scopes what to lock, see {@link LeaseScope}
     * @throws LockedException when somebody else holds a scope that overlaps one of them, with holder and since when
     */
    Lease acquire(List<String> scopes, Lease.Holder holder, Duration length);

    /** Takes the lease of one scope. */
    default Lease acquire(String scope, Lease.Holder holder, Duration length) {
        return acquire(List.of(scope), holder, length);
    }

    /**
     * Prolongs a lease and tells how far the run is.
     *
     * @throws LockedException when it was lost
     */
    Lease renew(Lease lease, String progress, Duration length);

    /**
     * Takes a lease that ran out from a holder that is silent, so that it appends nothing more if it wakes up, and gives it to somebody else.
     *
     * <p>One whose last sign of life lies ahead, because the clock was set back, can be taken too: {@link Lease#isAhead}.
     *
     * @throws LockedException when it is still in force, or is not there any more: it was renewed, given back or taken over
     */
    Lease takeOver(Lease ranOut, Lease.Holder holder, Duration length);

    /** Gives a lease back; nothing happens when it was lost already. */
    void release(Lease lease);

    /** Returns a lease in force that overlaps a scope: that of the scope itself, of one that contains it, or of one within it. */
    Optional<Lease> holder(String scope);

    /** Returns the leases that nobody gave back, those that ran out and were not taken over yet among them, by their tokens. */
    List<Lease> leases();

    @Override
    void close();

    /**
     * The outcome of checking the chain.
     *
     * @param entries how many were checked
     * @param headHash hash of the newest entry; publish it to notice a chain that was replaced as a whole
     * @param problems what was found, empty when the chain is whole
     */
    record Verification(long entries, String headHash, List<String> problems) {
        public Verification {
            problems = List.copyOf(problems);
        }
    }
}
