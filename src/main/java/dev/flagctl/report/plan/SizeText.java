// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Page;

/** What the stages to come can show and what they can cost, one line each, where the manifest says what traffic there is. */
final class SizeText {

    private SizeText() {}

    static void write(Page page, Change change) {
        for (TimelineStep step : change.timeline()) {
            String size = step.size();
            if (size != null) {
                page.add("      " + step.stage().name()).to(18).wrapped(size).end();
            }
        }
    }
}
