// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Correction;
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

/**
 * The JSON of a judgement with its evidence. Rates are fractions, times RFC 3339. What there is not, and numbers that are not finite, are null for who
 * reads it and absent where it is recorded: that is kept for years, and compared bit by bit with what its counts give.
 */
public final class EvidenceJson {

    /** What is written of a judgement: for who reads it, for the ledger, or what a replay compares with the ledger. */
    private enum Part {
        VIEW,
        RECORD,
        COMPUTED
    }

    private EvidenceJson() {}

    /** Writes it with whom each guardrail compares, of which {@code control} is the kind that there is now. */
    public static void write(JsonGenerator json, Judgement judgement, ControlKind control) {
        write(json, judgement, Part.VIEW, control);
    }

    /** Writes the counts of all buckets as well, so that whoever reads it can compute the same evidence again. */
    static void writeWithCounts(JsonGenerator json, Judgement judgement) {
        write(json, judgement, Part.RECORD, null);
    }

    /** Writes what follows from counts as it is recorded, and not the counts: what a replay compares. */
    static void writeComputed(JsonGenerator json, Judgement judgement) {
        write(json, judgement, Part.COMPUTED, null);
    }

    private static void write(JsonGenerator json, Judgement judgement, Part part, @Nullable ControlKind control) {
        boolean recorded = part != Part.VIEW;
        json.writeStartObject();
        json.writeName("guardrails");
        json.writeStartArray();
        Grounds grounds = recorded ? judgement.grounds() : null;
        for (int i = 0; i < judgement.evidence().size(); i++) {
            write(
                    json,
                    judgement.evidence().get(i),
                    part,
                    grounds == null || part != Part.RECORD
                            ? null
                            : grounds.readings().get(i),
                    control);
        }
        json.writeEndArray();
        if (grounds != null) {
            json.writeName("grounds");
            GroundsJson.write(json, grounds);
        }
        field(json, "failedAt", judgement.failedAt(), recorded);
        // It follows from the counts, so the ledger needs no copy of it.
        if (!recorded) {
            harmBudget(json, HarmBudget.of(judgement));
        }
        number(json, "maxLogE", judgement.maxLogE(), recorded);
        SplitCheck split = judgement.split();
        field(json, "split", split == null || !split.mismatch() ? null : split.sentence(), recorded);
        JsonText.field(json, "suspected", judgement.suspected());
        number(json, "threshold", judgement.threshold(), recorded);
        json.writeStringProperty("verdict", judgement.verdict().name());
        json.writeEndObject();
    }

    private static void harmBudget(JsonGenerator json, @Nullable HarmBudget harm) {
        if (harm == null) {
            field(json, "harmBudget", null, false);
            return;
        }
        json.writeName("harmBudget");
        json.writeStartObject();
        json.writeNumberProperty("budget", harm.budget());
        json.writeStringProperty("metric", harm.metric());
        number(json, "spent", harm.spent(), false);
        json.writeEndObject();
    }

    private static void write(
            JsonGenerator json,
            Evidence evidence,
            Part part,
            @Nullable Reading reading,
            @Nullable ControlKind control) {
        boolean recorded = part != Part.VIEW;
        json.writeStartObject();
        json.writeNumberProperty("buckets", evidence.buckets());
        // What is recorded is compared bit by bit with what its counts give, and these do not tell.
        if (control != null) {
            json.writeStringProperty("comparedWith", control.in(evidence).name());
        }
        json.writeName("control");
        arm(json, evidence.control(), recorded);
        correction(json, evidence.correction(), recorded);
        if (part != Part.COMPUTED) {
            String counts = CountsText.write(evidence.counts());
            if (recorded) {
                json.writeStringProperty("counts", counts);
            }
            json.writeStringProperty("digest", CountsText.digest(counts));
        }
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
        statistic(json, evidence.statistic(), recorded);
        json.writeStringProperty("to", evidence.to().toString());
        json.writeName("treatment");
        arm(json, evidence.treatment(), recorded);
        json.writeStringProperty("verdict", evidence.verdict().name());
        field(json, "words", evidence.words().isEmpty() ? null : evidence.words(), recorded);
        if (!recorded || !evidence.warnings().isEmpty()) {
            JsonText.field(json, "warnings", evidence.warnings());
        }
        json.writeEndObject();
    }

    /** What a source tells otherwise of what was judged before does not follow from the counts. */
    private static void correction(JsonGenerator json, Correction correction, boolean recorded) {
        if (correction.isNone()) {
            field(json, "correction", null, recorded);
            return;
        }
        json.writeName("correction");
        json.writeStartObject();
        json.writeNumberProperty("bad", correction.bad());
        json.writeNumberProperty("judged", correction.judged());
        json.writeNumberProperty("units", correction.units());
        json.writeEndObject();
    }

    private static void statistic(JsonGenerator json, @Nullable Statistic statistic, boolean recorded) {
        if (statistic == null) {
            field(json, "statistic", null, recorded);
            return;
        }
        json.writeName("statistic");
        json.writeStartObject();
        json.writeStringProperty("because", statistic.because());
        number(json, "logE", statistic.logE(), recorded);
        number(json, "maxLogE", statistic.maxLogE(), recorded);
        number(json, "p", statistic.p(), recorded);
        number(json, "ratioLower", statistic.ratio().lower(), recorded);
        number(json, "ratioUpper", statistic.ratio().upper(), recorded);
        json.writeStringProperty("test", statistic.test().word());
        number(json, "threshold", statistic.threshold(), recorded);
        number(json, "weight", statistic.weight(), recorded);
        json.writeEndObject();
    }

    static void arm(JsonGenerator json, Arm arm) {
        arm(json, arm, true);
    }

    private static void arm(JsonGenerator json, Arm arm, boolean recorded) {
        json.writeStartObject();
        json.writeNumberProperty("bad", arm.bad());
        if (!recorded || arm.sum() != 0 || arm.sumOfSquares() != 0) {
            number(json, "sum", arm.sum(), recorded);
            number(json, "sumOfSquares", arm.sumOfSquares(), recorded);
        }
        json.writeNumberProperty("units", arm.units());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value, boolean recorded) {
        field(json, name, Double.isFinite(value) ? value : null, recorded);
    }

    private static void field(JsonGenerator json, String name, @Nullable Object value, boolean recorded) {
        if (value == null && !recorded) {
            json.writeName(name);
            json.writeNull();
        } else {
            JsonText.field(json, name, value);
        }
    }
}
