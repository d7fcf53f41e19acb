// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import java.util.ArrayList;
import java.util.List;

/**
 * One stage of a line in time.
 *
 * @param lines what stands below the title
 * @param width columns with the border before it
 */
record TimelineSegment(TimelineStep step, String title, List<String> lines, int width) {

    /** Columns of a border and the blanks or dashes behind it. */
    static final int BORDER = 4;

    private static final int NARROWEST = 15;

    static TimelineSegment of(Page page, TimelineStep step, String exposure, boolean first) {
        Stage stage = step.stage();
        List<String> lines = new ArrayList<>();
        String bake = bake(stage);
        List<String> gates = first ? List.of() : step.gates();
        if (gates.isEmpty()) {
            lines.add(exposure);
            lines.add(bake);
        } else {
            lines.add(bake.isEmpty() ? exposure : exposure + ", " + bake);
            lines.addAll(gates);
        }
        lines.removeIf(String::isEmpty);
        String title = "stage " + (step.index() + 1);
        int width = page.width(title) + 2;
        for (String line : lines) {
            width = Math.max(width, page.width(line));
        }
        return new TimelineSegment(step, title, lines, Math.max(NARROWEST, BORDER + width + 2));
    }

    private static String bake(Stage stage) {
        if (stage.bake().time().isZero()) {
            return stage.bake().exposures() == 0 ? "" : stage.bake().exposures() + " exposures";
        }
        String word = stage.kind() == StageKind.SOAK ? "soak " : "bake ";
        return word + Spans.of(stage.bake().time());
    }
}
