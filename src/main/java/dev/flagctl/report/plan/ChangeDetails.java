// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Markdown;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is folded below the table of a pull request: the trajectory in time, and the guardrails with their numbers. */
final class ChangeDetails {

    private ChangeDetails() {}

    /** Returns the lines of one change, none when there is nothing to add. */
    static List<String> of(Change change, Moments moments) {
        Judgement judgement = change.judgement();
        boolean moves = Motion.of(change) == Motion.ADVANCE && change.timeline().size() > 1;
        if (!moves && judgement == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("<details><summary><b>" + Markdown.cell(change.key().feature()) + "</b> · "
                + (moves ? "trajectory" + (judgement == null ? "" : ", guardrails") : "guardrails") + "</summary>");
        lines.add("");
        lines.add(Markdown.cell(change.decision().because()));
        lines.add("");
        if (moves) {
            trajectory(lines, change, moments.now());
        }
        if (judgement != null) {
            lines.add(guardrails(judgement, moments));
        }
        lines.add("</details>");
        return lines;
    }

    private static void trajectory(List<String> lines, Change change, Instant now) {
        lines.add("| Stage | Earliest | Exposure | Bake | Gate |");
        lines.add("|--:|---|---|---|---|");
        for (TimelineStep step : change.timeline()) {
            Stage stage = step.stage();
            boolean isThis = step.index() == change.decision().stage();
            String place = stage.kind().isRollout() ? String.valueOf(step.index() + 1) : Markdown.cell(stage.name());
            lines.add("| " + (isThis ? "**" + place + "**" : place) + " | "
                    + (isThis ? "on apply" : "+" + Spans.of(Duration.between(now, step.earliest()))) + " | "
                    + Markdown.cell(stage.exposure().toString()) + " | " + bake(stage) + " | "
                    + (step.gates().isEmpty() || isThis ? "–" : Markdown.cell(String.join(", ", step.gates()))) + " |");
        }
        lines.add("");
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

    private static String guardrails(Judgement judgement, Moments moments) {
        List<String> words = new ArrayList<>();
        for (Evidence each : judgement.evidence()) {
            words.add("`" + Markdown.code(each.metric()) + "` **"
                    + each.verdict().name().replace("_", "\\_") + "** "
                    + Markdown.cell(GuardrailText.rates(each) + ", " + GuardrailText.proof(each, moments)));
        }
        return String.join(" · ", words);
    }
}
