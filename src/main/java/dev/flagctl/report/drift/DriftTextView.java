// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.drift;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.FieldChange;
import dev.flagctl.plan.FieldDiff;
import dev.flagctl.plan.Impact;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Reason;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Symbol;
import dev.flagctl.report.plan.ChangeWords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drift for people: which way each flag moved, by whom and when, what flagctl makes of it, and the ways out. */
final class DriftTextView {

    private final Looks looks;
    private final Plan plan;
    private final DriftCover cover;
    private final Moments moments;

    DriftTextView(Looks looks, Plan plan, DriftCover cover) {
        this.looks = looks;
        this.plan = plan;
        this.cover = cover;
        this.moments = new Moments(plan.now());
    }

    String render(List<Drift> drifts) {
        Page page = new Page(looks);
        int names = 0;
        int moves = 0;
        for (Drift drift : drifts) {
            names = Math.max(names, page.width(name(drift)));
            moves = Math.max(moves, page.width(moved(drift)));
        }
        for (Drift drift : drifts) {
            page.add(symbol(drift)).add(" ").add(Ink.BOLD, name(drift)).to(names + 5);
            page.add(moved(drift)).to(names + moves + 8);
            page.add(drift.change().decision().kind().name()).to(names + moves + 19);
            page.wrapped(who(drift.by())).end();
            page.add("    ").wrapped(meaning(drift)).end();
        }
        end(page, drifts);
        return page.toString();
    }

    private String name(Drift drift) {
        return plan.environments().size() == 1
                ? drift.change().key().feature()
                : drift.change().key().toString();
    }

    private static Symbol symbol(Drift drift) {
        return switch (drift.direction()) {
            case MORE -> Symbol.MORE;
            case LESS, GONE -> Symbol.LESS;
            case OTHER, UNREADABLE -> Symbol.EDITED;
        };
    }

    private static String moved(Drift drift) {
        FlagState serves = drift.flag().state();
        return switch (drift.direction()) {
            case GONE -> drift.recorded().exposure() + " → gone";
            case UNREADABLE -> drift.recorded().exposure() + " → ?";
            case MORE, LESS, OTHER ->
                serves == null || serves.exposure().equals(drift.recorded().exposure())
                        ? fields(drift)
                        : ChangeWords.difference(drift.recorded().exposure(), serves.exposure()) + " → "
                                + ChangeWords.difference(
                                        serves.exposure(), drift.recorded().exposure());
        };
    }

    private static String fields(Drift drift) {
        FlagState serves = drift.flag().state();
        if (serves == null) {
            return "";
        }
        List<String> fields = new ArrayList<>();
        for (FieldChange field : FieldDiff.of(drift.recorded(), serves)) {
            fields.add(field.field() + " " + field.before() + " → " + field.after());
        }
        return String.join(", ", fields);
    }

    private String who(@Nullable OutsideChange change) {
        if (change == null) {
            return "the flag service does not say who";
        }
        List<String> words = new ArrayList<>();
        words.add(change.by() == null ? "no name" : change.by());
        if (change.at() != null) {
            words.add(moments.full(change.at()));
        }
        if (change.reference() != null) {
            words.add("event " + change.reference());
        }
        return String.join(", ", words);
    }

    private static String meaning(Drift drift) {
        Change change = drift.change();
        if (change.decision().kind() == DecisionKind.ROLL_BACK) {
            return change.decision().because();
        }
        return switch (drift.direction()) {
            case LESS -> "turned down: it stays down until a person says otherwise";
            case GONE -> "gone from the flag service: nobody is exposed, and it is not made again by itself";
            case UNREADABLE -> "cannot be read: " + drift.flag().unreadable();
            case MORE -> "turned up: " + people(change.impact()) + "apply takes it back";
            case OTHER ->
                change.decision().reason() == Reason.TURNED_DOWN_OUTSIDE
                        ? "down for some and up for others: the lower of both stays"
                        : change.decision().because();
        };
    }

    private static String people(Impact impact) {
        Long now = impact.before();
        Long then = impact.after();
        return now == null || then == null || now <= then
                ? ""
                : Numbers.count(now - then) + " users/day more than recorded; ";
    }

    private void end(Page page, List<Drift> drifts) {
        List<String> words = new ArrayList<>();
        words.add(drifts.isEmpty() ? "no drift" : Numbers.count(drifts.size()) + " drifted");
        words.add(Numbers.count(recorded() - drifts.size()) + " as recorded");
        if (!cover.leftOut().isEmpty()) {
            words.add(String.join(", ", cover.leftOut()) + " left out");
        }
        words.add("nothing was changed");
        page.add(String.join(" · ", words));
        if (cover.exitCode() != 0) {
            page.right("exit " + cover.exitCode());
        }
        page.end();
        ways(page, drifts);
    }

    private int recorded() {
        int recorded = 0;
        for (Change change : plan.changes()) {
            recorded += change.recordedBefore() == null ? 0 : 1;
        }
        return recorded;
    }

    private void ways(Page page, List<Drift> drifts) {
        Drift down = first(drifts, Drift.Direction.LESS);
        if (first(drifts, Drift.Direction.MORE) != null) {
            page.line("  put back   flagctl apply" + cover.suffix() + "  takes back what was turned up");
        }
        if (down != null) {
            page.line("  put back   flagctl apply" + cover.suffix() + ", then flagctl resume "
                    + down.change().key().feature() + cover.suffix());
        }
        if (first(drifts, Drift.Direction.OTHER) != null) {
            page.line("  take over  drift: adopt in the manifest, or drift: correct to put it back");
        }
    }

    private static @Nullable Drift first(List<Drift> drifts, Drift.Direction direction) {
        for (Drift drift : drifts) {
            if (drift.direction() == direction) {
                return drift;
            }
        }
        return null;
    }
}
