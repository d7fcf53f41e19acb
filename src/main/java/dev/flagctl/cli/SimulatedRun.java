// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.Scenario;
import dev.flagctl.cli.analysis.SimulatedShop;
import dev.flagctl.cli.demo.VirtualClock;
import dev.flagctl.model.Bake;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Reason;
import dev.flagctl.plan.Task;
import dev.flagctl.report.analysis.SimulatedLife;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets one rollout happen in virtual time, through the planner, runner, adapters and ledger of every other command. */
final class SimulatedRun {

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
    private final Scenario scenario;
    private final String environment;
    private final VirtualClock clock;
    private final List<SimulatedLife.Moment> moments = new ArrayList<>();
    private Instant began;
    private String last = "";
    private boolean stopped;
    private @Nullable Instant asked;
    private @Nullable Instant harm;
    private @Nullable Instant noticed;

    SimulatedRun(Session session, Path root, SimulatedShop shop, String environment) {
        this.session = session;
        this.root = root;
        this.shop = shop;
        this.scenario = shop.scenario();
        this.environment = environment;
        this.began = session.surroundings().clock().instant().truncatedTo(ChronoUnit.HOURS);
        this.clock = new VirtualClock(began);
    }

    SimulatedLife live(long seed) {
        // The control alone, from which dispersion is known before anything rolls out.
        visit(Duration.ofHours(2), 0, -1);
        began = clock.instant();
        try (Workspace workspace = Workspace.open(session, root, clock, line -> {})) {
            workspace.ports().use(SimulatedShop.TELEMETRY, shop.telemetry(clock));
            SimulatedHands hands = new SimulatedHands(workspace, shop, environment, began);
            PlanScope scope = new PlanScope(List.of(environment), Set.of(), false);
            hands.finishEarlier(clock.instant());
            Change change = tick(workspace, scope);
            for (int ticks = 0; ticks < TICKS && !ended(change); ticks++) {
                if (!approves(workspace, change)) {
                    Recorded recorded = change.recorded();
                    int stage = recorded == null ? -1 : recorded.position().stage();
                    if (share(recorded) > 0 && scenario.isWorse(stage) && harm == null) {
                        harm = clock.instant();
                    }
                    visit(hands.until(step(change), clock.instant()), share(recorded), stage);
                }
                hands.finishEarlier(clock.instant());
                Change taken = hands.intervene(clock.instant());
                change = taken == null ? tick(workspace, scope) : byHand(taken);
            }
            return life(seed, change);
        }
    }

    private SimulatedLife life(long seed, Change change) {
        Recorded recorded = change.recorded();
        String end = stopped
                ? STOPPED
                : recorded == null ? "MOVING" : recorded.position().kind().name();
        return new SimulatedLife(
                seed,
                moments,
                end,
                Duration.between(began, clock.instant()),
                shop.exposed(),
                shop.harmed(),
                harm == null ? null : Duration.between(began, harm),
                harm == null || noticed == null ? null : Duration.between(harm, noticed));
    }

    private boolean ended(Change change) {
        if (stopped) {
            return true;
        }
        Recorded recorded = change.recorded();
        boolean over = Duration.between(began, clock.instant()).compareTo(LONGEST) >= 0;
        return over || (recorded != null && recorded.position().kind() != PositionKind.MOVING);
    }

    private Change tick(Workspace workspace, PlanScope scope) {
        List<SimulatedLife.Moment> told = new ArrayList<>();
        RunResult result = workspace
                .tick()
                .apply(scope, workspace.identity(), plan -> plan, event -> hear(event, told), new Cancellation());
        Change change = result.plan().changes().get(0);
        if (result.failed() > 0) {
            stop(change, "a hook said no");
            return change;
        }
        note(change);
        moments.addAll(told);
        if (change.decision().reason() == Reason.HARM_BUDGET_GONE) {
            stop(change, "nobody raises the harm budget");
        }
        return change;
    }

    private void note(Change change) {
        Decision decision = change.decision();
        boolean stops = decision.reason() == Reason.GUARDRAIL_FAILED || decision.reason() == Reason.HARM_BUDGET_GONE;
        if (stops && harm != null && noticed == null) {
            noticed = clock.instant();
        }
        String told = decision.kind().name() + decision.reason();
        if (!told.equals(last) && decision.reason() != Reason.BAKE_TIME) {
            add(share(change.recorded()), decision.kind().name(), decision.because());
        }
        last = told;
    }

    private Change byHand(Change change) {
        add(
                share(change.recorded()),
                DecisionKind.ROLL_BACK.name(),
                change.decision().because());
        return change;
    }

    private void hear(RunEvent event, List<SimulatedLife.Moment> told) {
        if (event instanceof RunEvent.TaskDone done && done.task() instanceof Task.SendNotice sent) {
            told.add(new SimulatedLife.Moment(
                    Duration.between(began, clock.instant()),
                    share(done.change().recorded()),
                    "TELL",
                    sent.adapter() + ": " + sent.notice().summary()));
        }
    }

    private void add(double share, String what, String why) {
        moments.add(new SimulatedLife.Moment(Duration.between(began, clock.instant()), share, what, why));
    }

    private double share(@Nullable Recorded recorded) {
        return recorded == null ? 0 : shop.share(recorded.flag().exposure());
    }

    /** Nothing in this simulation changes any more. */
    private void stop(Change change, String why) {
        stopped = true;
        add(share(change.recordedBefore()), STOPPED, why);
    }

    /** Says yes where a stage waits for it, after the time that people take in this scenario; tells whether somebody did. */
    private boolean approves(Workspace workspace, Change change) {
        Hold hold = change.decision().hold();
        if (hold == null || change.decision().reason() != Reason.GATE_APPROVAL) {
            asked = null;
            return false;
        }
        asked = asked == null ? clock.instant() : asked;
        int after = scenario.approveAfter();
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

    private Duration step(Change change) {
        Hold hold = change.decision().hold();
        if (hold != null && hold.until() != null && change.decision().reason() == Reason.GATE_DATE) {
            return atMost(Duration.between(clock.instant(), hold.until()));
        }
        if (change.decision().reason() == Reason.GATE_ENVIRONMENT) {
            return Duration.ofHours(1);
        }
        if (harm != null && noticed == null) {
            return lookingFor(Duration.between(harm, clock.instant()));
        }
        Recorded recorded = change.recorded();
        int stage = recorded == null ? -1 : recorded.position().stage();
        List<Stage> stages = change.trajectory().stages();
        Bake bake = stage < 0 || stage >= stages.size()
                ? Bake.NONE
                : stages.get(stage).bake();
        return atMost(Duration.ofMinutes(bake.time().toMinutes() / LOOKS));
    }

    /** While there is harm it is looked for as often as a schedule would: how many it hurts depends on it. */
    private static Duration lookingFor(Duration lasting) {
        return lasting.compareTo(Duration.ofHours(2)) < 0
                ? SHORTEST_STEP
                : lasting.compareTo(Duration.ofHours(12)) < 0 ? Duration.ofMinutes(15) : Duration.ofHours(1);
    }

    private static Duration atMost(Duration step) {
        return step.compareTo(SHORTEST_STEP) < 0
                ? SHORTEST_STEP
                : step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
    }

    private void visit(Duration length, double share, int stage) {
        shop.visit(clock.instant(), (int) length.toMinutes(), share, stage);
        clock.advance(length);
    }
}
