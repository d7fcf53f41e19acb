// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.strategy.RampSizes;
import dev.flagctl.strategy.SizingWords;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the sizes of a guardrail: harm that is never found, or that costs more than it may. */
final class SizeProblems {

    private final SizedGuardrail sized;

    SizeProblems(SizedGuardrail sized) {
        this.sized = sized;
    }

    /** Returns what is wrong with a stage, empty for nothing. */
    String of(int stage, RampSizes.Sized size) {
        String undecidable = stage == last() ? undecidable() : "";
        // What the stages before really cost is known by now, and takes the place of what they might have.
        boolean costs = sized.harmBudget() > 0
                && sized.spent() >= 0
                && size.stageHarm() > (sized.harmBudget() - sized.spent()) * 1.001;
        if (!costs) {
            return undecidable;
        }
        String tooCostly = String.format(
                Locale.ROOT,
                "that is more than the %,d of %,d that are left of the harm budget",
                Math.round(Math.max(0, sized.harmBudget() - sized.spent())),
                sized.harmBudget());
        return undecidable.isEmpty() ? tooCostly : tooCostly + "; " + undecidable;
    }

    private boolean isFound(RampSizes.Sized last) {
        @Nullable Duration within = sized.within();
        return within == null
                ? last.found() <= sized.ratio() * 1.001
                : SizingWords.decidable(
                        sized.sizing(), sized.parts().get(last()).share(), sized.ratio(), within);
    }

    private int last() {
        int last = -1;
        for (int index : sized.sizes().keySet()) {
            last = index;
        }
        return last;
    }

    /** Returns why all stages together do not find the harm that must be found, and what would help; empty when they do. */
    String undecidable() {
        int last = last();
        RampSizes.Sized size = sized.sizes().get(last);
        if (size == null || isFound(size)) {
            return "";
        }
        double share = sized.parts().get(last).share();
        @Nullable Duration within = sized.within();
        if (within != null) {
            return SizingWords.undecidable(sized.sizing(), share, sized.ratio(), within);
        }
        double units = 0;
        for (RampSizes.Sized each : sized.sizes().values()) {
            units += each.units();
        }
        return SizingWords.undecidable(
                sized.sizing(), share, sized.ratio(), RampSizes.equivalent(sized.sizing(), share, units));
    }

    /** Returns why a stage may cost more than the harm budget, and what would not; empty when none does, or no budget is stated. */
    String tooCostly(List<String> stageNames) {
        for (Map.Entry<Integer, RampSizes.Sized> each : sized.sizes().entrySet()) {
            if (sized.harmBudget() > 0 && each.getValue().worstHarm() > sized.harmBudget() * 1.001) {
                double most = RampSizes.within(sized.sizing(), (double) sized.harmBudget(), sized.lag());
                return String.format(
                        Locale.ROOT,
                        "stage %s may cost %,d bad units at worst, and the harm budget is %,d%s",
                        stageNames.get(each.getKey()),
                        Math.round(each.getValue().worstHarm()),
                        sized.harmBudget(),
                        most > 0
                                ? String.format(Locale.ROOT, "; a first stage of %.3g%% stays within it", 100 * most)
                                : "");
            }
        }
        return "";
    }
}
