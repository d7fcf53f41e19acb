// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Gate;
import dev.flagctl.model.GateKind;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.StageTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stages to come with their earliest times. */
final class Timelines {

    private Timelines() {}

    /** Returns the stage that a feature stands at, and all after it. */
    static List<TimelineStep> of(
            Trajectory trajectory, Map<Integer, Outlook> outlooks, Position position, Instant now) {
        boolean known = position.stage() < trajectory.stages().size();
        if (position.kind() == PositionKind.ARCHIVED || !known) {
            return List.of();
        }
        List<TimelineStep> steps = new ArrayList<>();
        if (position.stage() >= 0) {
            Stage stage = trajectory.stages().get(position.stage());
            steps.add(new TimelineStep(
                    position.stage(), stage, position.since(), List.of(), outlooks.get(position.stage())));
        }
        for (StageTime time : StageTime.after(trajectory, position.stage(), position.since(), now)) {
            Stage stage = trajectory.stages().get(time.stage());
            steps.add(new TimelineStep(time.stage(), stage, time.entry(), gates(stage), outlooks.get(time.stage())));
        }
        return steps;
    }

    private static List<String> gates(Stage stage) {
        List<String> words = new ArrayList<>();
        for (Gate gate : stage.gates()) {
            if (gate.kind() != GateKind.NOT_BEFORE) {
                words.add(Gatekeeper.describe(gate));
            }
        }
        return words;
    }
}
