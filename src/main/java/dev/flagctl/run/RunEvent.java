// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Task;
import java.time.Duration;
import java.time.Instant;

/** What happens in a run, as a closed set; views, notices and traces are fed from these alone. */
public sealed interface RunEvent {

    EventKind kind();

    Instant time();

    /** Entries that an earlier run left open were settled. */
    record Settled(Instant time, FeatureKey key, String task, String outcome) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.SETTLED;
        }
    }

    /** The world was read and a plan made. */
    record Planned(Instant time, Plan plan) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.PLANNED;
        }
    }

    /** Nothing before this was sent; the plan is carried out from now on. */
    record Started(Instant time, String run, long token, int tasks) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.STARTED;
        }
    }

    /** A task makes its first call. */
    record TaskStarted(Instant time, Task task) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.TASK_STARTED;
        }
    }

    /** A task is done; {@code change} is what it belongs to. */
    record TaskDone(Instant time, Task task, Change change, Duration took, int done, int total) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.TASK_DONE;
        }
    }

    /** A task failed and says why. */
    record TaskFailed(Instant time, Task task, Change change, String why) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.TASK_FAILED;
        }
    }

    /** A task was not tried because one before it failed, or the run was stopped. */
    record TaskSkipped(Instant time, Task task, Change change, String why) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.TASK_SKIPPED;
        }
    }

    /**
     * Clients were looked at after a write.
     *
     * @param took since the write
     * @param missing what they do not serve yet; empty when they do
     */
    record Clients(Instant time, FeatureKey key, String adapter, Duration took, String missing) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.CLIENTS;
        }
    }

    /** Between two ticks: when the next one is, at the latest. */
    record Waiting(Instant time, Instant until) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.WAITING;
        }
    }

    /** The run is over. */
    record Ended(Instant time, RunResult result) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.ENDED;
        }
    }

    /** Buckets of a guardrail, for those who want to draw them. */
    record Measured(Instant time, FeatureKey key, String metric, BucketSeries series) implements RunEvent {
        @Override
        public EventKind kind() {
            return EventKind.MEASURED;
        }
    }
}
