// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage as a manifest writes it.
 *
 * @param cohort the cohort the share is of, or null for everybody
 * @param percent the share; a stage with a cohort and no share means all of the cohort
 * @param regions the regions the stage is limited to; empty for all
 * @param bake time and exposures before the next stage; a soak is the bake of a stage at 100 %
 * @param approval group whose approval the stage needs before it is entered, or null
 * @param hooks hooks that must pass before the stage is entered, in order
 * @param source where it is written
 */
public record StageSpec(
        @Nullable String cohort,
        Percent percent,
        List<String> regions,
        Bake bake,
        @Nullable String approval,
        List<HookRef> hooks,
        SourceRef source) {

    public StageSpec {
        regions = List.copyOf(regions);
        hooks = List.copyOf(hooks);
    }
}
