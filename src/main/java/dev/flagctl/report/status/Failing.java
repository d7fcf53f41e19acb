// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.report.Moments;
import java.time.Instant;

/**
 * A feature at which workers fail.
 *
 * @param times how often in a row
 * @param last when they did so last
 * @param why what was said of it; may be empty
 */
public record Failing(FeatureKey key, int times, Instant last, String why) {

    /** Returns it as people say it: {@code search in production: a worker failed 3 times, last at 12:04: the hook said no}. */
    String words(Moments moments) {
        return key.feature() + " in " + key.environment() + ": a worker failed "
                + (times == 1 ? "once, at " : times + " times, last at ") + moments.of(last)
                + (why.isEmpty() ? "" : ": " + why);
    }
}
