// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Gate;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.model.Sunset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Adds the way out to a rollout: deprecated, phase-out, sunset, archived.
 *
 * <p>{@code sunset} is the moment at which the last user leaves, {@code archived} the later one at which the flag itself goes. When the
 * behaviour is kept nobody leaves, so only {@code deprecated} and {@code archived} remain.
 */
final class SunsetStages {

    private final Sunset sunset;
    private final Exposure full;
    private final String control;
    private final List<Stage> stages = new ArrayList<>();

    private SunsetStages(Sunset sunset, Exposure full, String control) {
        this.sunset = sunset;
        this.full = full;
        this.control = control;
    }

    /** Returns the stages after a rollout that ended at {@code full} with everybody else on {@code control}. */
    static List<Stage> of(Sunset sunset, Exposure full, String control) {
        SunsetStages wayOut = new SunsetStages(sunset, full, control);
        wayOut.add(
                StageKind.DEPRECATED,
                StageNames.DEPRECATED,
                full,
                control,
                Bake.NONE,
                List.of(new Gate.NotBefore(sunset.deprecate())));
        if (sunset.outcome() == Sunset.Outcome.REMOVE) {
            wayOut.phaseOut();
        }
        wayOut.archive();
        return wayOut.stages;
    }

    private void phaseOut() {
        List<Percent> shares = shares();
        List<Instant> entries = entries(shares.size());
        for (int i = 0; i < shares.size(); i++) {
            Percent share = shares.get(i);
            List<Gate> gates = new ArrayList<>();
            gates.add(new Gate.NotBefore(entries.get(i)));
            if (i == 0 && sunset.successor() != null && sunset.successor().feature() != null) {
                gates.add(new Gate.SuccessorServes(sunset.successor().feature()));
            }
            boolean last = share.isZero();
            String name = last ? StageNames.SUNSET : StageNames.PHASE_OUT + share;
            StageKind kind = last ? StageKind.SUNSET : StageKind.PHASE_OUT;
            add(kind, name, full.cappedBy(Exposure.of(share)), leaversGet(), Bake.of(sunset.bake()), gates);
        }
    }

    private void archive() {
        List<Gate> gates = new ArrayList<>();
        gates.add(new Gate.NotBefore(sunset.remove()));
        Sunset.Require require = sunset.require();
        if (require.codeReferences() != null || require.evaluationsBelow() != null) {
            gates.add(new Gate.Unused(require));
        }
        boolean keep = sunset.outcome() == Sunset.Outcome.KEEP;
        add(
                StageKind.ARCHIVED,
                StageNames.ARCHIVED,
                keep ? full : Exposure.NONE,
                keep ? control : leaversGet(),
                Bake.NONE,
                gates);
    }

    /** Returns the falling shares that make a difference; one that lowers nothing would be a stage in which nothing happens. */
    private List<Percent> shares() {
        List<Percent> shares = new ArrayList<>();
        Percent reached = full.largest();
        for (Percent share : sunset.phaseOut()) {
            if (share.compareTo(reached) < 0 && !share.isZero()) {
                shares.add(share);
                reached = share;
            }
        }
        // Always: a flag that still serves someone must never come to its archive.
        shares.add(Percent.ZERO);
        return shares;
    }

    /**
     * Returns when each of {@code count} stages may begin, so that the last one has baked at the removal. Never before the deprecation:
     * when the time between is too short the removal comes later, not the first step sooner.
     */
    private List<Instant> entries(int count) {
        List<Instant> entries = new ArrayList<>(count);
        Instant at = sunset.remove();
        for (int i = 0; i < count; i++) {
            at = Moments.minus(at, sunset.bake(), sunset.deprecate());
            entries.add(at);
        }
        Collections.reverse(entries);
        return entries;
    }

    private String leaversGet() {
        Sunset.Successor successor = sunset.successor();
        return successor == null || successor.variant() == null ? control : successor.variant();
    }

    private void add(StageKind kind, String name, Exposure exposure, String rest, Bake bake, List<Gate> gates) {
        stages.add(new Stage(kind, name, exposure, rest, bake, gates, sunset.source()));
    }
}
