// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a guardrail would have said over history while nothing was rolled out: every failure is a false alarm.
 *
 * <p>The control is compared with itself, every second bucket as the treatment, in rollouts of a length one after the other; bursts and shocks stay as
 * they were. A control that fails against itself far more often than the risk has a metric that no comparison can trust.
 *
 * @param metric name of the metric
 * @param state of the data
 * @param buckets how many had traffic
 * @param value of the metric over all of them
 * @param dispersion phi of the control, NaN when there is too little of it
 * @param rollouts how many were tried
 * @param alarms how many of them failed
 * @param advice what to do about it, or empty
 */
public record Backtest(
        String metric,
        DataState state,
        int buckets,
        double value,
        double dispersion,
        int rollouts,
        int alarms,
        List<String> advice) {

    public Backtest {
        advice = List.copyOf(advice);
    }

    /**
     * Tries a guardrail.
     *
     * @param series of the control; what the treatment did in it is left out
     * @param length of one rollout
     */
    public static Backtest of(Guardrail guardrail, Measure measure, BucketSeries series, Risk risk, Duration length) {
        List<Bucket> seen = new ArrayList<>();
        for (Bucket bucket : Edges.counted(series, measure).buckets()) {
            if (bucket.control().units() > 0) {
                seen.add(bucket);
            }
        }
        int rollouts = 0;
        int alarms = 0;
        List<Bucket> pairs = new ArrayList<>();
        Instant began = Instant.MIN;
        for (int i = 0; i + 1 < seen.size(); i += 2) {
            Bucket first = seen.get(i);
            if (pairs.isEmpty()) {
                began = first.start();
            }
            pairs.add(new Bucket(
                    first.start(),
                    first.length(),
                    first.control(),
                    seen.get(i + 1).control()));
            if (!seen.get(i + 1).end().isBefore(began.plus(length))) {
                rollouts++;
                alarms += fails(guardrail, measure, pairs, seen.subList(0, i), risk) ? 1 : 0;
                pairs.clear();
            }
        }
        Dispersion dispersion = Dispersion.ofControl(seen);
        Arm all = Counts.total(seen, false);
        double value = Evidence.value(measure, all);
        return new Backtest(
                guardrail.metric(),
                series.state(),
                seen.size(),
                value,
                dispersion.phi(),
                rollouts,
                alarms,
                advice(guardrail, measure, dispersion, all, rollouts, alarms, risk));
    }

    private static boolean fails(
            Guardrail guardrail, Measure measure, List<Bucket> pairs, List<Bucket> before, Risk risk) {
        List<Bucket> all = new ArrayList<>();
        Instant from = pairs.get(0).start();
        for (Bucket bucket : before) {
            if (!bucket.end().isAfter(from)) {
                all.add(new Bucket(bucket.start(), bucket.length(), bucket.control(), Arm.EMPTY));
            }
        }
        all.addAll(pairs);
        Instant end = pairs.get(pairs.size() - 1).end();
        BucketSeries series = new BucketSeries(all, end, DataState.OK, "", List.of());
        Reading reading = new Reading(guardrail, measure, series, from, 0.5, null);
        return Judge.judge(List.of(reading), risk, end).verdict() == Verdict.FAIL;
    }

    private static List<String> advice(
            Guardrail guardrail, Measure measure, Dispersion dispersion, Arm all, int rollouts, int alarms, Risk risk) {
        List<String> advice = new ArrayList<>();
        if (all.units() == 0) {
            advice.add("there is no history: name the metric and its flag as the source does, or look further back");
            return advice;
        }
        // Three standard errors above what the risk allows.
        double allowed = risk.alpha() * rollouts + 3 * StrictMath.sqrt(risk.alpha() * rollouts);
        if (rollouts > 0 && alarms > allowed) {
            advice.add(alarms + " of " + rollouts
                    + " rollouts of nothing would have failed: give it a margin or a looser limit, or role: watch");
        }
        if (measure.countsBad() && dispersion.isBursty()) {
            advice.add(
                    "bad units come in bursts: count users (unit: user) or first attempts, or keep a control of the same "
                            + "size");
        }
        if (measure.countsBad() && all.bad() < guardrail.minBadUnits()) {
            advice.add("only " + all.bad() + " bad units in all this time: a harm of this metric is seen late");
        }
        return advice;
    }
}
