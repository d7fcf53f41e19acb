// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Gate;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one strategy asks of one rollout stage, before stages are joined to a trajectory.
 *
 * @param name what the step adds, for people; not yet unique
 * @param adds whom the step adds; users of earlier steps stay
 * @param bake what the step must last
 * @param gates what the step itself asks for
 * @param soaks whether the bake is the soak of the final exposure
 */
record Step(String name, Exposure adds, Bake bake, List<Gate> gates, boolean soaks) {

    Step {
        gates = List.copyOf(gates);
    }

    /** Returns a step on the way to {@code percent} of everybody. */
    static Step to(Percent percent, Bake bake) {
        return new Step(percent.toString(), Exposure.of(percent), bake, List.of(), false);
    }

    /**
     * Returns the last step, to {@code percent} of everybody. Without a soak it bakes as the steps before it did: the last step is
     * the largest one, so it must not be the only one that nobody watches.
     */
    static Step lastTo(Percent percent, Bake bake, Bake soak) {
        return to(percent, bake).last(soak);
    }

    /** Returns this step as the last one: soaking when there is a soak, unchanged otherwise. */
    Step last(Bake soak) {
        return soak.equals(Bake.NONE) ? this : new Step(name, adds, soak, gates, true);
    }

    /** Returns a share of the users of a cohort, or of everybody, in some regions, or in all when there are none. */
    static Exposure share(@Nullable String cohort, Percent percent, List<String> regions) {
        if (regions.isEmpty()) {
            return Exposure.of(new Audience(cohort, null), percent);
        }
        List<Slice> slices = new ArrayList<>();
        for (String region : regions) {
            slices.add(new Slice(new Audience(cohort, region), percent));
        }
        return new Exposure(slices);
    }

    /** Returns a share as people say it: {@code employees}, {@code 1%}, {@code 50% of beta}, {@code 10% in eu-west, us-east}. */
    static String shareName(@Nullable String cohort, Percent percent, List<String> regions) {
        String whom = cohort == null ? percent.toString() : percent.isAll() ? cohort : percent + " of " + cohort;
        return regions.isEmpty() ? whom : whom + " in " + String.join(", ", regions);
    }

    /** Returns one gate per hook, in order. */
    static List<Gate> passing(List<HookRef> hooks) {
        List<Gate> gates = new ArrayList<>();
        for (HookRef hook : hooks) {
            gates.add(new Gate.HookPasses(hook));
        }
        return gates;
    }
}
