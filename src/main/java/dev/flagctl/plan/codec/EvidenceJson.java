// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Grounds;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Reading;
import dev.flagctl.guardrail.SplitCheck;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.model.Arm;
import dev.flagctl.plan.ControlKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of a judgement with its evidence. Rates are fractions, times RFC 3339; numbers that are not finite are absent. */
public final class EvidenceJson {

    private EvidenceJson() {}

    /** Writes it with whom each guardrail compares, of which {@code control} is the kind that there is now. */
    public static void write(JsonGenerator json, Judgement judgement, ControlKind control) {
        write(json, judgement, false, control);
    }

    /** Writes the counts of all buckets as well, so that whoever reads it can compute the same evidence again. */
    static void writeWithCounts(JsonGenerator json, Judgement judgement) {
        write(json, judgement, true, null);
    }

    private static void write(
            JsonGenerator json, Judgement judgement, boolean withCounts, @Nullable ControlKind control) {
        json.writeStartObject();
        json.writeName("guardrails");
        json.writeStartArray();
        Grounds grounds = withCounts ? judgement.grounds() : null;
        for (int i = 0; i < judgement.evidence().size(); i++) {
            write(
                    json,
                    judgement.evidence().get(i),
                    withCounts,
                    grounds == null ? null : grounds.readings().get(i),
                    control);
        }
        json.writeEndArray();
        if (grounds != null) {
            json.writeName("grounds");
            GroundsJson.write(json, grounds);
        }
        JsonText.field(json, "failedAt", judgement.failedAt());
        // It follows from the counts, so the ledger needs no copy of it.
        HarmBudget harm = withCounts ? null : HarmBudget.of(judgement);
        if (harm != null) {
            json.writeName("harmBudget");
            json.writeStartObject();
            json.writeNumberProperty("budget", harm.budget());
            json.writeStringProperty("metric", harm.metric());
            number(json, "spent", harm.spent());
            json.writeEndObject();
        }
        number(json, "maxLogE", judgement.maxLogE());
        SplitCheck split = judgement.split();
        JsonText.field(json, "split", split == null || !split.mismatch() ? null : split.sentence());
        JsonText.field(json, "suspected", judgement.suspected());
        number(json, "threshold", judgement.threshold());
        json.writeStringProperty("verdict", judgement.verdict().name());
        json.writeEndObject();
    }

    private static void write(
            JsonGenerator json,
            Evidence evidence,
            boolean withCounts,
            @Nullable Reading reading,
            @Nullable ControlKind control) {
        json.writeStartObject();
        json.writeNumberProperty("buckets", evidence.buckets());
        // What is recorded is compared bit by bit with what its counts give, and these do not tell.
        if (control != null) {
            json.writeStringProperty("comparedWith", control.in(evidence).name());
        }
        json.writeName("control");
        arm(json, evidence.control());
        if (withCounts) {
            json.writeStringProperty("counts", evidence.counts().text());
        }
        json.writeStringProperty("digest", evidence.digest());
        json.writeStringProperty("from", evidence.from().toString());
        if (reading != null) {
            json.writeName("given");
            GroundsJson.write(json, reading);
        }
        json.writeStringProperty("metric", evidence.metric());
        json.writeStringProperty("query", evidence.query());
        json.writeStringProperty("role", evidence.role().name());
        json.writeStringProperty("rule", evidence.rule());
        json.writeStringProperty("sentence", evidence.sentence());
        json.writeStringProperty("state", evidence.state().name());
        Statistic statistic = evidence.statistic();
        if (statistic != null) {
            json.writeName("statistic");
            statistic(json, statistic);
        }
        json.writeStringProperty("to", evidence.to().toString());
        json.writeName("treatment");
        arm(json, evidence.treatment());
        json.writeStringProperty("verdict", evidence.verdict().name());
        JsonText.field(json, "words", evidence.words().isEmpty() ? null : evidence.words());
        if (!evidence.warnings().isEmpty()) {
            JsonText.field(json, "warnings", evidence.warnings());
        }
        json.writeEndObject();
    }

    private static void statistic(JsonGenerator json, Statistic statistic) {
        json.writeStartObject();
        json.writeStringProperty("because", statistic.because());
        number(json, "logE", statistic.logE());
        number(json, "maxLogE", statistic.maxLogE());
        number(json, "p", statistic.p());
        number(json, "ratioLower", statistic.ratio().lower());
        number(json, "ratioUpper", statistic.ratio().upper());
        json.writeStringProperty("test", statistic.test().word());
        number(json, "threshold", statistic.threshold());
        number(json, "weight", statistic.weight());
        json.writeEndObject();
    }

    static void arm(JsonGenerator json, Arm arm) {
        json.writeStartObject();
        json.writeNumberProperty("bad", arm.bad());
        if (arm.sum() != 0 || arm.sumOfSquares() != 0) {
            number(json, "sum", arm.sum());
            number(json, "sumOfSquares", arm.sumOfSquares());
        }
        json.writeNumberProperty("units", arm.units());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        }
    }
}
