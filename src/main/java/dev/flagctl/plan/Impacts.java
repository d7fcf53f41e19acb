// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Population;
import dev.flagctl.model.Project;
import dev.flagctl.model.Slice;
import dev.flagctl.strategy.Reach;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many people a change reaches, from the population that the project states. */
final class Impacts {

    private Impacts() {}

    /** @param moved fraction of the exposed users who change sides because they are placed anew, 0 to 1 inclusive */
    static Impact of(Situation s, Project project, @Nullable FlagState after, double moved) {
        FlagState before = s.flag().state();
        Population population = s.environment().population();
        if (population == null) {
            return new Impact(null, null, null, 0, moved, false, "", List.of());
        }
        Reach now = Reach.of(before == null ? Exposure.NONE : before.exposure(), population);
        Reach then = Reach.of(after == null ? Exposure.NONE : after.exposure(), population);
        long users = Math.round(now.users() * moved);
        String source = population.source() == null ? project.source().file() : population.source();
        return new Impact(
                now.users(),
                then.users(),
                control(after, population),
                users,
                moved,
                now.exact() && then.exact(),
                source,
                then.unknown());
    }

    /** Who is under a share beyond a half has a control smaller than the treatment; of several audiences that is no sum of theirs. */
    private static @Nullable Long control(@Nullable FlagState after, Population population) {
        if (after == null || after.control() == null) {
            return null;
        }
        List<Slice> matched = new ArrayList<>();
        boolean same = true;
        for (Slice slice : after.exposure().slices()) {
            matched.add(new Slice(slice.audience(), slice.percent().matched()));
            same &= slice.percent().matched().equals(slice.percent());
        }
        Reach reach = Reach.of(new Exposure(matched), population);
        return (same || matched.size() == 1) && reach.unknown().isEmpty() ? reach.users() : null;
    }
}
