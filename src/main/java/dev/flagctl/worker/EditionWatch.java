// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows the manifests: a new edition is taken whole, once the files have been the same at two looks, so that nobody is in the middle of writing them. One that
 * is invalid is told, and the last good one is kept.
 */
final class EditionWatch {

    private static final int FEW = 5;

    private final Editions editions;
    private final WorkTable table;
    private final Clock clock;
    private final Consumer<String> log;
    private volatile Edition current;
    private volatile Instant since;
    private volatile String problem = "";
    private Edition rowsOf;
    private String known;
    private String settling = "";

    /** @param first is valid, and was read just now */
    EditionWatch(Editions editions, Edition first, WorkTable table, Clock clock, Consumer<String> log) {
        this.editions = editions;
        this.table = table;
        this.clock = clock;
        this.log = log;
        this.current = first;
        this.rowsOf = first;
        this.since = clock.instant();
        this.known = editions.stamp();
    }

    /** Returns the last good edition. */
    Edition current() {
        return current;
    }

    /** Returns when the last good edition was read. */
    Instant since() {
        return since;
    }

    /** Returns why a newer edition is not taken; empty when there is none. */
    String problem() {
        return problem;
    }

    /** Looks whether there is another edition. */
    synchronized void look() {
        String stamp = editions.stamp();
        if (stamp.equals(known)) {
            settling = "";
        } else if (stamp.equals(settling)) {
            take(stamp);
        } else {
            settling = stamp;
        }
    }

    /** Reads the manifests at once, for somebody says that they are as they should be. */
    synchronized void reload() {
        take(editions.stamp());
    }

    private void take(String stamp) {
        try {
            Edition next = editions.load();
            if (!editions.stamp().equals(stamp)) {
                // Somebody wrote while they were read: half of it may be of before.
                return;
            }
            // Before its rows: who picks a new key must know its manifest.
            current = next;
            since = clock.instant();
            problem = "";
            bringRows(rowsOf, next);
            rowsOf = next;
            known = stamp;
        } catch (ManifestException e) {
            keep(stamp, first(e));
        } catch (RefusedException e) {
            keep(stamp, e.getMessage() + "; " + e.remedy());
        } catch (AdapterException away) {
            // The files are right and the database is away: tried again at the next look.
            log.accept(away.sentence());
        }
    }

    private void keep(String stamp, String why) {
        known = stamp;
        problem = why;
        log.accept("works on by the manifests of " + since + ", for those of now cannot be taken: " + why);
    }

    private static String first(ManifestException e) {
        int more = e.diagnostics().size() - 1;
        if (more < 0) {
            return String.valueOf(e.getMessage());
        }
        Diagnostic first = e.diagnostics().get(0);
        return first.range() + ": " + first.summary() + (more == 0 ? "" : " (and " + more + " more)")
                + "; flagctl validate shows all";
    }

    /** New keys get rows, those of features that were edited are due at once, and those without a manifest end. */
    private void bringRows(Edition before, Edition next) {
        Map<FeatureKey, Feature> old = before.keys();
        Map<FeatureKey, Feature> keys = next.keys();
        boolean isForAll =
                !before.project().equals(next.project()) || !before.metrics().equals(next.metrics());
        List<FeatureKey> edited = new ArrayList<>();
        keys.forEach((key, feature) -> {
            Feature earlier = old.get(key);
            // A new key may have a row of another worker, and one that does not know it yet may have put it off.
            if (isForAll || earlier == null || !earlier.specDigest().equals(feature.specDigest())) {
                edited.add(key);
            }
        });
        Instant now = clock.instant();
        int added = table.add(List.copyOf(keys.keySet()), now);
        table.bringForward(edited, now);
        Set<FeatureKey> gone = new HashSet<>(old.keySet());
        gone.removeAll(keys.keySet());
        table.remove(List.copyOf(gone));
        log.accept("took new manifests: " + keys.size() + " features in environments, " + added + " of them new, "
                + edited.size() + " due at once, " + gone.size() + " gone");
        if (!gone.isEmpty()) {
            log.accept("nothing is done to what has no manifest any more, and it serves on: " + names(gone)
                    + "; put the manifest back with a sunset to end a feature");
        }
    }

    private static String names(Set<FeatureKey> keys) {
        List<String> names =
                keys.stream().sorted().limit(FEW).map(FeatureKey::toString).toList();
        return String.join(", ", names) + (keys.size() > FEW ? " and " + (keys.size() - FEW) + " more" : "");
    }
}
