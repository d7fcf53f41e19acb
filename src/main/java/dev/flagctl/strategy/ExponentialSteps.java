// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Percent;
import dev.flagctl.model.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Climbs by a factor: from, from × factor, from × factor², … to.
 *
 * <p>Each share is rounded to the nearest thousandth of a percent, halves up, from the unrounded product, and is at least a thousandth
 * above the one before, so that a factor near 1 still arrives.
 */
final class ExponentialSteps {

    private ExponentialSteps() {}

    static List<Step> of(Strategy.Exponential exponential) {
        List<Step> steps = new ArrayList<>();
        int to = exponential.to().thousandths();
        // Decimal as the manifest wrote it: in binary 1.1 is a little more than 1.1, which would show after some steps.
        BigDecimal factor = BigDecimal.valueOf(exponential.factor());
        BigDecimal limit = BigDecimal.valueOf(to);
        BigDecimal exact = BigDecimal.valueOf(exponential.from().thousandths());
        int at = exponential.from().thousandths();
        while (at < to) {
            steps.add(Step.to(new Percent(at), exponential.bake()));
            exact = exact.multiply(factor, MathContext.DECIMAL64).min(limit);
            at = Math.max(exact.setScale(0, RoundingMode.HALF_UP).intValueExact(), at + 1);
        }
        steps.add(Step.lastTo(exponential.to(), exponential.bake(), exponential.soak()));
        return steps;
    }
}
