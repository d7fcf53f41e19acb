// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.SimulatedShop;
import dev.flagctl.cli.demo.VirtualClock;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Reason;
import dev.flagctl.report.analysis.SimulatedLife;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Lets one rollout happen in virtual time, through the planner, runner, adapters and ledger of every other command. */
final class SimulatedRun {

    private static final Duration LONGEST = Duration.ofDays(60);
    private static final int TICKS = 2_000;

    private final Session session;
    private final Path root;
    private final SimulatedShop shop;
    private final PlanScope scope;
    private final VirtualClock clock;

    /** @param start of the virtual time */
    SimulatedRun(Session session, Path root, SimulatedShop shop, String environment, Instant start) {
        this.session = session;
        this.root = root;
        this.shop = shop;
        this.scope = new PlanScope(List.of(environment), Set.of(), false);
        this.clock = new VirtualClock(start);
    }

    SimulatedLife live(long seed) {
        // The control alone, from which dispersion is known before anything rolls out.
        visit(Duration.ofHours(2), 0, -1);
        SimulatedStory story = new SimulatedStory(shop, clock);
        try (Workspace workspace = Workspace.open(session, root, clock, line -> {})) {
            workspace.ports().use(SimulatedShop.TELEMETRY, shop.telemetry(clock));
            SimulatedApprovals approvals =
                    new SimulatedApprovals(workspace, shop.scenario().approveAfter());
            SimulatedHands hands =
                    new SimulatedHands(workspace, shop, scope.environments().get(0), clock.instant());
            hands.finishEarlier(clock.instant());
            Change change = tick(workspace, story);
            for (int ticks = 0; ticks < TICKS && !ended(change, story); ticks++) {
                if (approvals.neverComes(change)) {
                    story.stops();
                }
                if (!approvals.comes(change, clock.instant())) {
                    wait(change, hands, story);
                }
                hands.finishEarlier(clock.instant());
                Change taken = hands.intervene(clock.instant());
                if (taken != null) {
                    story.byHand(taken);
                }
                change = taken == null ? tick(workspace, story) : taken;
            }
            return story.life(seed, change.recorded());
        }
    }

    /** Lets users come until somebody looks again. */
    private void wait(Change change, SimulatedHands hands, SimulatedStory story) {
        Recorded recorded = change.recorded();
        int stage = recorded == null ? -1 : recorded.position().stage();
        double share = story.share(recorded);
        if (share > 0 && shop.scenario().isWorse(stage)) {
            story.harms();
        }
        Duration step = SimulatedPace.step(change, clock.instant(), story.harming());
        visit(hands.until(step, clock.instant()), share, stage);
    }

    private static boolean ended(Change change, SimulatedStory story) {
        Recorded recorded = change.recorded();
        return story.isStopped()
                || story.lasted().compareTo(LONGEST) >= 0
                || (recorded != null && recorded.position().kind() != PositionKind.MOVING);
    }

    private Change tick(Workspace workspace, SimulatedStory story) {
        RunResult result =
                workspace.tick().apply(scope, workspace.identity(), plan -> plan, story::hear, new Cancellation());
        Change change = result.plan().changes().get(0);
        if (result.failed() > 0) {
            story.stops(change, "a hook said no");
            return change;
        }
        story.decided(change);
        if (change.decision().reason() == Reason.HARM_BUDGET_GONE) {
            story.stops(change, "nobody raises the harm budget");
        }
        return change;
    }

    private void visit(Duration length, double share, int stage) {
        shop.visit(clock.instant(), (int) length.toMinutes(), share, stage);
        clock.advance(length);
    }
}
