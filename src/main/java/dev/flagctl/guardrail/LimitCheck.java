// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Rule;
import java.util.List;

/**
 * A plain limit on the newest units of the treatment: as many whole buckets, counted back from the newest, as hold the units that the guardrail asks
 * for and, at the limit itself, the bad units that a failure needs. Old good units thus never hide a new crash.
 *
 * @param verdict PASS, FAIL, or UNDECIDED when the limit is broken by too few bad units
 * @param judged the buckets it rests on
 */
record LimitCheck(Verdict verdict, List<Bucket> judged) {

    static LimitCheck of(Guardrail guardrail, Measure measure, Rule.Threshold rule, List<Bucket> buckets) {
        double badShare = rule.above() || !measure.isShare() ? rule.limit() : 1 - rule.limit();
        boolean counts = measure.isShare() || (measure.countsBad() && rule.above());
        double provable = counts && badShare > 0 ? Math.ceil(guardrail.minBadUnits() / badShare) : 0;
        double wanted = Math.max((double) Math.max(1, guardrail.minUnits()), provable);
        int first = buckets.size();
        long units = 0;
        Arm sum = Arm.EMPTY;
        while (first > 0 && units < wanted) {
            sum = sum.plus(buckets.get(--first).treatment());
            units = sum.units();
        }
        return new LimitCheck(verdict(guardrail, measure, rule, sum), buckets.subList(first, buckets.size()));
    }

    private static Verdict verdict(Guardrail guardrail, Measure measure, Rule.Threshold rule, Arm sum) {
        double rate = Evidence.value(measure, sum);
        boolean broken = rule.above() ? rate > rule.limit() : rate < rule.limit();
        // Below a floor it is the units that are missing from the count that are bad; a mean or a number has none.
        long bad = !measure.countsBad() ? Long.MAX_VALUE : rule.above() ? sum.bad() : sum.units() - sum.bad();
        if (sum.units() == 0 || sum.units() < guardrail.minUnits()) {
            return Verdict.UNDECIDED;
        }
        if (!broken) {
            return Verdict.PASS;
        }
        return bad >= guardrail.minBadUnits() ? Verdict.FAIL : Verdict.UNDECIDED;
    }
}
