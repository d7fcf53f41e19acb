// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.FeatureType;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.util.List;
import java.util.Locale;

/** The line that says all of a change: its sign, its name, what happens to whom, and whose it is. */
final class ChangeHead {

    private ChangeHead() {}

    static void write(Page page, Change change, Moments moments, int names) {
        page.add(Motion.symbol(change)).add(" ").add(Ink.BOLD, change.key().feature());
        page.to(names + 5);
        if (Motion.of(change) == Motion.ADVANCE) {
            page.add(Places.way(change)).to(names + 5 + 19).add(ChangeWords.exposure(change));
        } else {
            page.add(ChangeWords.what(change));
        }
        page.rightIfRoom(kind(change, moments) + (change.owner().isEmpty() ? "" : " · " + change.owner()));
        page.end();
    }

    private static String kind(Change change, Moments moments) {
        if (Motion.of(change) == Motion.PHASE_OUT) {
            Stage last = change.trajectory()
                    .stages()
                    .get(change.trajectory().stages().size() - 1);
            List<TimelineStep> steps = change.timeline();
            if (last.kind() == StageKind.ARCHIVED && !steps.isEmpty()) {
                return "sunset " + moments.day(steps.get(steps.size() - 1).earliest());
            }
        }
        return type(change.type());
    }

    private static String type(FeatureType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
