// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all guardrails of a rollout say together.
 *
 * @param verdict FAIL when the rollout must go back; else the first that is not PASS among the guardrails that can stop, in the order of
 *     {@link Judge}; PASS when all of them pass or there is none
 * @param maxLogE largest logarithm so far of the weighted mean of the e-values
 * @param threshold the e-value that stops the rollout: 1 / alpha
 * @param failedAt end of the bucket that made it fail, or null
 * @param evidence one for each reading, in the order of the readings
 * @param suspected metrics whose evidence helped to fail without being enough alone; empty when the verdict is not FAIL
 * @param split how users fell on the arms, or null when nobody counted them
 * @param grounds what it was made from, or null for one that was not judged here
 */
public record Judgement(
        Verdict verdict,
        double maxLogE,
        double threshold,
        @Nullable Instant failedAt,
        List<Evidence> evidence,
        List<String> suspected,
        @Nullable SplitCheck split,
        @Nullable Grounds grounds) {

    public Judgement {
        evidence = List.copyOf(evidence);
        suspected = List.copyOf(suspected);
    }

    /** Makes a judgement without a count of users, which nobody can replay. */
    public Judgement(
            Verdict verdict,
            double maxLogE,
            double threshold,
            @Nullable Instant failedAt,
            List<Evidence> evidence,
            List<String> suspected) {
        this(verdict, maxLogE, threshold, failedAt, evidence, suspected, null, null);
    }

    /** Returns the metrics that are enough alone to roll back. */
    public List<String> confirmed() {
        List<String> confirmed = new ArrayList<>();
        for (Evidence each : evidence) {
            if (each.stops()) {
                confirmed.add(each.metric());
            }
        }
        return confirmed;
    }

    /** Returns what holds for want of data, the most urgent first. */
    public List<DataHold> holds() {
        List<DataHold> holds = new ArrayList<>();
        for (Evidence each : evidence) {
            if (each.hold() != null) {
                holds.add(each.hold());
            }
        }
        holds.sort((a, b) -> a.until().compareTo(b.until()));
        return holds;
    }
}
