// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Risk;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a judgement was made from; {@link #judge} makes the same one again, bit for bit.
 *
 * @param readings one for each guardrail, in usable form
 * @param split how users fell on the arms, or null when nobody counted them
 * @param risk how much error the rollout may make
 * @param now the time of the judgement
 */
public record Grounds(List<Reading> readings, @Nullable SplitCheck split, Risk risk, Instant now) {

    public Grounds {
        readings = List.copyOf(readings);
    }

    /** Judges once more. */
    public Judgement judge() {
        return Judge.judge(readings, split, risk, now);
    }
}
