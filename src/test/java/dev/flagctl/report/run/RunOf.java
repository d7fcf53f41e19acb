// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Task;
import dev.flagctl.report.Shop;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells the events of a run of a plan, as the runner would. */
public final class RunOf {

    private final Plan plan;
    private final Consumer<RunEvent> events;
    private Instant now = Shop.NOW;
    private String broken = "";
    private int done;
    private int failed;
    private int skipped;

    RunOf(Plan plan, Consumer<RunEvent> events) {
        this.plan = plan;
        this.events = events;
    }

    /** Makes the write of a feature fail. */
    RunOf whereFails(String feature) {
        this.broken = feature;
        return this;
    }

    Instant run() {
        events.accept(new RunEvent.Planned(now, plan));
        int total =
                plan.due().stream().mapToInt(change -> change.tasks().size()).sum();
        events.accept(new RunEvent.Started(now, "7714", 31, total));
        for (Change change : plan.due()) {
            run(change, total);
        }
        events.accept(new RunEvent.Ended(now, new RunResult(plan, done, failed, skipped, done, rolledBack(), false)));
        return now;
    }

    private int rolledBack() {
        return (int) plan.due().stream()
                .filter(change -> change.decision().kind() == DecisionKind.ROLL_BACK)
                .count();
    }

    private void run(Change change, int total) {
        boolean stopped = false;
        for (Task task : change.tasks()) {
            if (stopped) {
                skipped++;
                events.accept(new RunEvent.TaskSkipped(now, task, change, "depends on the failed task"));
            } else if (change.key().feature().equals(broken)) {
                failed++;
                stopped = true;
                events.accept(new RunEvent.TaskStarted(now, task));
                events.accept(new RunEvent.TaskFailed(now, task, change, "unleash 503, 4 tries in 31 s"));
            } else {
                events.accept(new RunEvent.TaskStarted(now, task));
                now = now.plusMillis(240);
                done++;
                events.accept(new RunEvent.TaskDone(now, task, change, Duration.ofMillis(240), done, total));
            }
        }
    }

    public static RunEvent.Measured measured(Change change, String metric) {
        List<Bucket> buckets = new ArrayList<>();
        long[] bad = {1, 2, 3, 3, 2, 5, 1, 2};
        for (long each : bad) {
            Instant start = Shop.NOW.minusSeconds(60L * (bad.length - buckets.size()));
            buckets.add(new Bucket(start, Duration.ofMinutes(1), Arm.of(200, 1), Arm.of(200, each)));
        }
        return new RunEvent.Measured(
                Shop.NOW,
                change.key(),
                metric,
                new BucketSeries(buckets, Shop.NOW, DataState.OK, "errors of checkout", List.of()));
    }
}
