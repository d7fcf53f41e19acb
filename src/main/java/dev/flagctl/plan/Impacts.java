// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Population;
import dev.flagctl.model.Project;
import dev.flagctl.strategy.Reach;
import org.jspecify.annotations.Nullable;

/** How many people a change reaches, from the population that the project states. */
final class Impacts {

    private Impacts() {}

    static Impact of(
            Environment environment,
            Project project,
            @Nullable FlagState before,
            @Nullable FlagState after,
            ChangeAction action) {
        Population population = environment.population();
        if (population == null) {
            return Impact.UNKNOWN;
        }
        Reach now = Reach.of(before == null ? Exposure.NONE : before.exposure(), population);
        Reach then = Reach.of(after == null ? Exposure.NONE : after.exposure(), population);
        long moved = action == ChangeAction.REPLACE ? Math.min(now.users(), population.users() - now.users()) : 0;
        String source = population.source() == null ? project.source().file() : population.source();
        return new Impact(now.users(), then.users(), moved, now.exact() && then.exact(), source, then.unknown());
    }
}
