// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.SimulatedShop;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Reason;
import dev.flagctl.plan.Task;
import dev.flagctl.report.analysis.SimulatedLife;
import dev.flagctl.run.RunEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a simulated rollout: its timeline, and when harm began and was noticed. */
final class SimulatedStory {

    /** It waits for somebody who will not come in this scenario. */
    private static final String STOPPED = "STOPPED";

    private final SimulatedShop shop;
    private final Clock clock;
    private final Instant began;
    private final List<SimulatedLife.Moment> moments = new ArrayList<>();
    private final List<SimulatedLife.Moment> told = new ArrayList<>();
    private String last = "";
    private boolean stopped;
    private @Nullable Instant harm;
    private @Nullable Instant noticed;

    SimulatedStory(SimulatedShop shop, Clock clock) {
        this.shop = shop;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Returns how long it has lasted. */
    Duration lasted() {
        return Duration.between(began, clock.instant());
    }

    /** Tells whether nothing changes any more. */
    boolean isStopped() {
        return stopped;
    }

    /** Returns how long there has been harm that nobody noticed, null without any. */
    @Nullable
    Duration harming() {
        return harm == null || noticed != null ? null : Duration.between(harm, clock.instant());
    }

    /** From now on there is harm, if there was none before. */
    void harms() {
        harm = harm == null ? clock.instant() : harm;
    }

    /** Notes the notices among what a run does; they stand in the timeline behind what was decided. */
    void hear(RunEvent event) {
        if (event instanceof RunEvent.TaskDone done && done.task() instanceof Task.SendNotice sent) {
            told.add(moment(
                    share(done.change().recorded()),
                    "TELL",
                    sent.adapter() + ": " + sent.notice().summary()));
        }
    }

    /** Notes what was decided. */
    void decided(Change change) {
        Decision decision = change.decision();
        boolean stops = decision.reason() == Reason.GUARDRAIL_FAILED || decision.reason() == Reason.HARM_BUDGET_GONE;
        if (stops && harm != null && noticed == null) {
            noticed = clock.instant();
        }
        String what = decision.kind().name() + decision.reason();
        if (!what.equals(last) && decision.reason() != Reason.BAKE_TIME) {
            add(share(change.recorded()), decision.kind().name(), decision.because());
        }
        last = what;
        moments.addAll(told);
        told.clear();
    }

    /** Notes what a person changed by hand. */
    void byHand(Change change) {
        add(
                share(change.recorded()),
                DecisionKind.ROLL_BACK.name(),
                change.decision().because());
    }

    /** Ends it without a word. */
    void stops() {
        stopped = true;
    }

    /** Ends it where a change would have gone on from. */
    void stops(Change change, String why) {
        told.clear();
        stopped = true;
        add(share(change.recordedBefore()), STOPPED, why);
    }

    double share(@Nullable Recorded recorded) {
        return recorded == null ? 0 : shop.share(recorded.flag().exposure());
    }

    /** Returns all of it. */
    SimulatedLife life(long seed, @Nullable Recorded recorded) {
        String end = stopped
                ? STOPPED
                : recorded == null ? "MOVING" : recorded.position().kind().name();
        return new SimulatedLife(
                seed,
                moments,
                end,
                lasted(),
                shop.exposed(),
                shop.harmed(),
                harm == null ? null : Duration.between(began, harm),
                harm == null || noticed == null ? null : Duration.between(harm, noticed));
    }

    private void add(double share, String what, String why) {
        moments.add(moment(share, what, why));
    }

    private SimulatedLife.Moment moment(double share, String what, String why) {
        return new SimulatedLife.Moment(lasted(), share, what, why);
    }
}
