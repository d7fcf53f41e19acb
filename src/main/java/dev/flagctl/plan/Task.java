// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.EndMark;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Notice;
import dev.flagctl.model.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do, as data. Each task is idempotent; a task runs when the one it names in {@code after} is done.
 */
public sealed interface Task {

    TaskKind kind();

    /** Returns an id that is unique in its plan. */
    String id();

    FeatureKey key();

    /** Returns the id of the task that must be done first, or null. */
    @Nullable
    String after();

    /** Asks a hook; what follows runs only when it passes. */
    record RunHook(
            String id,
            FeatureKey key,
            @Nullable String after,
            String adapter,
            String action,
            String version,
            String stage,
            String idempotencyKey)
            implements Task {
        @Override
        public TaskKind kind() {
            return TaskKind.RUN_HOOK;
        }
    }

    /**
     * Makes a flag serve something.
     *
     * @param before what the plan saw, or null for an absent flag
     * @param wanted what it shall serve
     * @param recorded what is recorded once it does
     * @param decision why
     * @param mark what becomes of its mark as at its end
     */
    record WriteFlag(
            String id,
            FeatureKey key,
            @Nullable String after,
            FlagSpec spec,
            @Nullable FlagState before,
            FlagState wanted,
            Recorded recorded,
            Decision decision,
            EndMark mark)
            implements Task {
        @Override
        public TaskKind kind() {
            return TaskKind.WRITE_FLAG;
        }
    }

    /** Archives a flag. */
    record ArchiveFlag(
            String id,
            FeatureKey key,
            @Nullable String after,
            FlagSpec spec,
            FlagState before,
            Recorded recorded,
            Decision decision)
            implements Task {
        @Override
        public TaskKind kind() {
            return TaskKind.ARCHIVE_FLAG;
        }
    }

    /** Records a decision that changes no flag. */
    record RecordDecision(
            String id, FeatureKey key, @Nullable String after, Recorded recorded, Decision decision) implements Task {
        @Override
        public TaskKind kind() {
            return TaskKind.RECORD;
        }
    }

    /** Tells people. */
    record SendNotice(String id, FeatureKey key, @Nullable String after, String adapter, Notice notice)
            implements Task {
        @Override
        public TaskKind kind() {
            return TaskKind.SEND_NOTICE;
        }
    }
}
