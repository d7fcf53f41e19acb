// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.SimulatedShop;
import dev.flagctl.cli.demo.VirtualClock;
import dev.flagctl.model.Bake;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Reason;
import dev.flagctl.report.analysis.SimulatedLife;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets one rollout happen in virtual time, through the planner, runner, adapters and ledger of every other command. */
final class SimulatedRun {

    private static final Instant START = Instant.parse("2027-01-04T09:00:00Z");
    /** It waits for somebody who will not come in this scenario. */
    private static final String STOPPED = "STOPPED";

    private static final Duration LONGEST = Duration.ofDays(60);
    private static final int TICKS = 2_000;
    /** A stage is looked at so often, and never less often than this. */
    private static final int LOOKS = 24;

    private static final Duration SHORTEST_STEP = Duration.ofMinutes(5);
    private static final Duration LONGEST_STEP = Duration.ofHours(6);

    private final Session session;
    private final Path root;
    private final SimulatedShop shop;
    private final String environment;
    private final VirtualClock clock = new VirtualClock(START);
    private final List<SimulatedLife.Moment> moments = new ArrayList<>();
    private String last = "";
    private boolean stopped;
    private @Nullable Instant asked;

    SimulatedRun(Session session, Path root, SimulatedShop shop, String environment) {
        this.session = session;
        this.root = root;
        this.shop = shop;
        this.environment = environment;
    }

    SimulatedLife live(long seed) {
        // The control alone, from which dispersion is known before anything rolls out.
        visit(Duration.ofHours(2), 0, -1);
        Instant began = clock.instant();
        try (Workspace workspace = Workspace.open(session, root, clock, line -> {})) {
            PlanScope scope = new PlanScope(List.of(environment), Set.of(), false);
            Change change = tick(workspace, scope, began);
            for (int ticks = 0; ticks < TICKS && !ended(change, began); ticks++) {
                Recorded recorded = change.recorded();
                if (!approves(workspace, change)) {
                    double share =
                            recorded == null ? 0 : shop.share(recorded.flag().exposure());
                    visit(
                            step(change),
                            share,
                            recorded == null ? -1 : recorded.position().stage());
                }
                change = tick(workspace, scope, began);
            }
            Recorded recorded = change.recorded();
            String end = stopped
                    ? STOPPED
                    : recorded == null ? "MOVING" : recorded.position().kind().name();
            return new SimulatedLife(
                    seed, moments, end, Duration.between(began, clock.instant()), shop.exposed(), shop.harmed());
        }
    }

    private boolean ended(Change change, Instant began) {
        if (stopped) {
            return true;
        }
        Recorded recorded = change.recorded();
        boolean over = Duration.between(began, clock.instant()).compareTo(LONGEST) >= 0;
        return over || (recorded != null && recorded.position().kind() != PositionKind.MOVING);
    }

    private Change tick(Workspace workspace, PlanScope scope, Instant began) {
        RunResult result =
                workspace.tick().apply(scope, workspace.identity(), plan -> plan, event -> {}, new Cancellation());
        Change change = result.plan().changes().get(0);
        if (result.failed() > 0) {
            stop(began, change, "a hook said no");
            return change;
        }
        Decision decision = change.decision();
        String what = decision.kind().name();
        String told = what + decision.reason();
        if (!told.equals(last)) {
            last = told;
            Recorded recorded = change.recorded();
            moments.add(new SimulatedLife.Moment(
                    Duration.between(began, clock.instant()),
                    recorded == null ? 0 : shop.share(recorded.flag().exposure()),
                    what,
                    decision.because()));
        }
        return change;
    }

    /** Nothing in this simulation changes any more. */
    private void stop(Instant began, Change change, String why) {
        stopped = true;
        Recorded recorded = change.recordedBefore();
        double share = recorded == null ? 0 : shop.share(recorded.flag().exposure());
        moments.add(new SimulatedLife.Moment(Duration.between(began, clock.instant()), share, STOPPED, why));
    }

    /** Says yes where a stage waits for it, after the time that people take in this scenario; tells whether somebody did. */
    private boolean approves(Workspace workspace, Change change) {
        Hold hold = change.decision().hold();
        if (hold == null || change.decision().reason() != Reason.GATE_APPROVAL) {
            asked = null;
            return false;
        }
        asked = asked == null ? clock.instant() : asked;
        int after = shop.scenario().approveAfter();
        if (after < 0) {
            stopped = true;
            return false;
        }
        if (clock.instant().isBefore(asked.plus(Duration.ofMinutes(after)))) {
            return false;
        }
        Recorded recorded = change.recorded();
        int next = recorded == null ? 0 : recorded.position().stage() + 1;
        ApprovalRecord yes = new ApprovalRecord(
                change.key(),
                change.version(),
                change.trajectory().stages().get(next).name(),
                hold.releasedBy(),
                hold.releasedBy(),
                true,
                "simulated",
                clock.instant());
        workspace.tick().approve(List.of(yes), workspace.identity());
        asked = null;
        return true;
    }

    private static Duration step(Change change) {
        Recorded recorded = change.recorded();
        int stage = recorded == null ? -1 : recorded.position().stage();
        List<Stage> stages = change.trajectory().stages();
        Bake bake = stage < 0 || stage >= stages.size()
                ? Bake.NONE
                : stages.get(stage).bake();
        Duration step = Duration.ofMinutes(bake.time().toMinutes() / LOOKS);
        return step.compareTo(SHORTEST_STEP) < 0
                ? SHORTEST_STEP
                : step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
    }

    private void visit(Duration length, double share, int stage) {
        shop.visit(clock.instant(), (int) length.toMinutes(), share, stage);
        clock.advance(length);
    }
}
