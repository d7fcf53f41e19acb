// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.SavedPlan;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.Ledger;
import dev.flagctl.report.Moments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Says of a saved plan what moved since it was made, and who moved it and when, as far as the ledger knows. */
final class StalePlan {

    /** More would be read by nobody: the plan has to be made anew in any case. */
    private static final int MOST = 10;

    /** Entries of one feature among which the one is looked for that people did. */
    private static final int NEWEST = 20;

    private final Ledger ledger;
    private final SavedPlan saved;

    StalePlan(Ledger ledger, SavedPlan saved) {
        this.ledger = ledger;
        this.saved = saved;
    }

    /** Returns all of it in one line. */
    String describe(List<SavedPlan.Moved> moved, Instant now) {
        List<String> parts = new ArrayList<>();
        for (SavedPlan.Moved each : moved.subList(0, Math.min(MOST, moved.size()))) {
            parts.add(each.key() + ": " + each.what() + who(each, now));
        }
        if (moved.size() > MOST) {
            parts.add("and " + (moved.size() - MOST) + " more");
        }
        return "the plan is stale, " + moved.size() + " of its "
                + saved.changes().size() + (saved.changes().size() == 1 ? " change" : " changes") + " moved: "
                + String.join("; ", parts);
    }

    private String who(SavedPlan.Moved moved, Instant now) {
        EntryFilter since = EntryFilter.all()
                .about(moved.key().feature())
                .in(moved.key().environment())
                .behind(saved.serial())
                .atMost(NEWEST);
        List<Entry> entries = new ArrayList<>(ledger.entries(since));
        Collections.reverse(entries);
        for (Entry entry : entries) {
            if (!HistoryFilter.isBookkeeping(entry)) {
                return " (" + entry.draft().actor() + ", "
                        + new Moments(now).of(entry.draft().time()) + ", entry " + entry.serial() + ")";
            }
        }
        return " (in the manifest or outside flagctl: no entry since tells of it)";
    }
}
