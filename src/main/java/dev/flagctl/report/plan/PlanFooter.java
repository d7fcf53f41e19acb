// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The last lines of a plan: how far it can go, where it is saved, and what to do next. */
final class PlanFooter {

    private static final int NAMED = 3;

    private PlanFooter() {}

    static void write(Page page, Plan plan, Moments moments, PlanCover cover) {
        page.add("Ceiling  ").wrapped(ceiling(plan)).end();
        String unknown = unknownReach(plan);
        if (!unknown.isEmpty()) {
            page.add("Impact   ").wrapped(unknown).end();
        }
        if (cover.file() != null) {
            page.add("Saved    " + cover.file() + "   " + cover.shortDigest());
            page.add(cover.validUntil() == null ? "" : " · valid until " + moments.of(cover.validUntil()));
            page.add(" · holds no secrets").end();
        }
        if (!plan.refusals().isEmpty()) {
            page.line("Next     mend what is refused; until then apply only takes exposure back");
        } else if (!cover.next().isEmpty()) {
            page.line("Next     " + cover.next());
        }
    }

    /** Says how to learn how many people the changes reach, where the project states no population at all; empty when that is known. */
    static String unknownReach(Plan plan) {
        Set<String> unknown = new TreeSet<>();
        for (Change change : plan.changes()) {
            if (change.impact().after() != null) {
                // Where production is counted, nobody asks how many use staging.
                return "";
            }
            if (change.isDue() && !exposure(change.before()).equals(exposure(change.after()))) {
                unknown.add(change.key().environment());
            }
        }
        return unknown.isEmpty()
                ? ""
                : "known as shares; state population.users of " + String.join(", ", unknown)
                        + " in the Project to see how many people";
    }

    private static Exposure exposure(@Nullable FlagState flag) {
        return flag == null ? Exposure.NONE : flag.exposure();
    }

    /** Returns the features that this plan exposes more of, with what they are exposed to at most. */
    static String ceiling(Plan plan) {
        List<String> rising = new ArrayList<>();
        int more = 0;
        for (Change change : plan.changes()) {
            if (change.isDue() && rises(change)) {
                if (rising.size() < NAMED) {
                    rising.add(change.key().feature() + " " + ChangeWords.exposure(change.after())
                            + (plan.environments().size() > 1
                                    ? " (" + change.key().environment() + ")"
                                    : ""));
                } else {
                    more++;
                }
            }
        }
        if (rising.isEmpty()) {
            return "this plan exposes nobody to more";
        }
        return String.join(", ", rising)
                + (more == 0 ? "; " : " and " + more + " more; ")
                + "this plan can expose nobody beyond it";
    }

    private static boolean rises(Change change) {
        return !exposure(change.before()).covers(exposure(change.after()));
    }
}
