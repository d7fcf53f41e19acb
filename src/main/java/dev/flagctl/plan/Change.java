// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Trajectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says about one feature in one environment.
 *
 * @param key the feature and its environment
 * @param version version of the feature
 * @param owner who answers for it
 * @param type why its flag exists
 * @param source where its manifest is written
 * @param action what happens to the flag
 * @param decision what is decided, and why
 * @param before what the flag serves now, or null when it is absent or unreadable
 * @param after what it serves afterwards, or null when it is absent then
 * @param recordedBefore what is recorded now, or null before the first apply
 * @param recorded what is recorded afterwards, or null when still nothing is
 * @param trajectory its whole way
 * @param timeline the stages to come, this one first; empty when nothing moves
 * @param impact how many people it reaches
 * @param judgement the verdicts behind it, or null when no guardrail watches
 * @param control whom the guardrails of it can compare with now
 * @param edits what changed in its manifest since the last apply, in words
 * @param tasks what is to be done, each after the one before it names
 */
public record Change(
        FeatureKey key,
        String version,
        String owner,
        FeatureType type,
        SourceRef source,
        ChangeAction action,
        Decision decision,
        @Nullable FlagState before,
        @Nullable FlagState after,
        @Nullable Recorded recordedBefore,
        @Nullable Recorded recorded,
        Trajectory trajectory,
        List<TimelineStep> timeline,
        Impact impact,
        @Nullable Judgement judgement,
        ControlKind control,
        List<String> edits,
        List<Task> tasks) {

    public Change {
        timeline = List.copyOf(timeline);
        edits = List.copyOf(edits);
        tasks = List.copyOf(tasks);
    }

    /** Tells whether applying would do anything. */
    public boolean isDue() {
        return !tasks.isEmpty();
    }

    /** Returns what becomes of the mark by which the flag service shows that the flag is at its end. */
    public EndMark mark() {
        for (Task task : tasks) {
            if (task instanceof Task.WriteFlag write) {
                return write.mark();
            }
        }
        return EndMark.LEFT;
    }

    /** Tells whether it waits for something other than a date. */
    public boolean holds() {
        return decision.kind() == DecisionKind.HOLD;
    }
}
