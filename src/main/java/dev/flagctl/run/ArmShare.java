// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;

/** The share of the treatment among the users of both arms, 0 to 1, beside a matched control as well as beside everybody else. */
final class ArmShare {

    private ArmShare() {}

    /** Returns the share in which users must fall on the arms, 0 where cohorts or regions make it unknown or there is no control. */
    static double ofSplit(FlagState flag) {
        Percent everyone = flag.exposure().everyone();
        return flag.exposure().slices().size() == 1 && !everyone.isAll() ? of(flag, everyone) : 0;
    }

    /**
     * Returns the share for a judgement, 1 without a control. A rollout to cohorts or regions only has one as well: how large is not known, and only
     * whether there is one matters.
     */
    static double ofJudged(FlagState flag) {
        Percent everyone = flag.exposure().everyone();
        return everyone.isZero() ? 0.5 : of(flag, everyone);
    }

    /** For users who get the treatment with the share {@code percent}. */
    private static double of(FlagState flag, Percent percent) {
        double treated = percent.fraction();
        return flag.control() == null || percent.isZero()
                ? treated
                : treated / (treated + percent.matched().fraction());
    }
}
