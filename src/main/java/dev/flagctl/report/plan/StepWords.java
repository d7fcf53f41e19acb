// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The words of one step of a trajectory, as the rows of a table say them. */
final class StepWords {

    private StepWords() {}

    /** Returns stage, earliest time, exposure, bake and gates; {@code –} for none. */
    static List<String> of(TimelineStep step, Change change, Instant now) {
        Stage stage = step.stage();
        boolean isThis = step.index() == change.decision().stage();
        return List.of(
                stage.kind().isRollout() ? String.valueOf(step.index() + 1) : stage.name(),
                isThis ? "on apply" : "+" + Spans.of(Duration.between(now, step.earliest())),
                stage.exposure().toString(),
                bake(stage),
                step.gates().isEmpty() || isThis ? "–" : String.join(", ", step.gates()));
    }

    private static String bake(Stage stage) {
        String exposures = stage.bake().exposures() == 0 ? "" : stage.bake().exposures() + " exposures";
        if (stage.bake().time().isZero()) {
            return exposures.isEmpty() ? "–" : exposures;
        }
        String time = (stage.kind() == StageKind.SOAK ? "soak " : "")
                + Spans.of(stage.bake().time());
        return exposures.isEmpty() ? time : time + ", " + exposures;
    }
}
