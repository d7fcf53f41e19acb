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
        List<Slice> matched = matched(after);
        if (population == null) {
            return new Impact(null, null, null, words(matched), 0, moved, false, "", List.of());
        }
        Reach now = Reach.of(before == null ? Exposure.NONE : before.exposure(), population);
        Reach then = Reach.of(after == null ? Exposure.NONE : after.exposure(), population);
        long users = Math.round(now.users() * moved);
        String source = population.source() == null ? project.source().file() : population.source();
        return new Impact(
                now.users(),
                then.users(),
                control(after, matched, population),
                words(matched),
                users,
                moved,
                now.exact() && then.exact(),
                source,
                then.unknown());
    }

    /** Returns the shares of the control group, each of its own audience: joined they would hide one that is beyond a half. */
    private static List<Slice> matched(@Nullable FlagState after) {
        List<Slice> matched = new ArrayList<>();
        for (Slice slice : after == null || after.control() == null
                ? List.<Slice>of()
                : after.exposure().slices()) {
            if (!slice.percent().isAll()) {
                matched.add(new Slice(slice.audience(), slice.percent().matched()));
            }
        }
        return matched;
    }

    private static @Nullable String words(List<Slice> matched) {
        List<String> words = new ArrayList<>();
        matched.forEach(slice ->
                words.add(Exposure.of(slice.audience(), slice.percent()).toString()));
        return words.isEmpty() ? null : String.join(", ", words);
    }

    /** Who is under a share beyond a half has a control smaller than the treatment; of several audiences that is no sum of theirs. */
    private static @Nullable Long control(@Nullable FlagState after, List<Slice> matched, Population population) {
        if (after == null || matched.isEmpty()) {
            return null;
        }
        List<Slice> treated = after.exposure().slices();
        Reach reach = Reach.of(new Exposure(matched), population);
        return (treated.equals(matched) || treated.size() == 1)
                        && reach.unknown().isEmpty()
                ? reach.users()
                : null;
    }
}
