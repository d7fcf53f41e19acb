// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.model.Arm;
import tools.jackson.core.JsonGenerator;

/** The JSON of a judgement with its evidence. Rates are fractions, times RFC 3339; numbers that are not finite are absent. */
public final class EvidenceJson {

    private EvidenceJson() {}

    public static void write(JsonGenerator json, Judgement judgement) {
        json.writeStartObject();
        json.writeName("guardrails");
        json.writeStartArray();
        judgement.evidence().forEach(each -> write(json, each));
        json.writeEndArray();
        JsonText.field(json, "failedAt", judgement.failedAt());
        number(json, "maxLogE", judgement.maxLogE());
        JsonText.field(json, "suspected", judgement.suspected());
        number(json, "threshold", judgement.threshold());
        json.writeStringProperty("verdict", judgement.verdict().name());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Evidence evidence) {
        json.writeStartObject();
        json.writeNumberProperty("buckets", evidence.buckets());
        json.writeName("control");
        arm(json, evidence.control());
        json.writeStringProperty("digest", evidence.digest());
        json.writeStringProperty("from", evidence.from().toString());
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
        if (!evidence.warnings().isEmpty()) {
            JsonText.field(json, "warnings", evidence.warnings());
        }
        json.writeEndObject();
    }

    private static void statistic(JsonGenerator json, Statistic statistic) {
        json.writeStartObject();
        number(json, "logE", statistic.logE());
        number(json, "maxLogE", statistic.maxLogE());
        number(json, "p", statistic.p());
        number(json, "ratioLower", statistic.ratio().lower());
        number(json, "ratioUpper", statistic.ratio().upper());
        number(json, "threshold", statistic.threshold());
        number(json, "weight", statistic.weight());
        json.writeEndObject();
    }

    private static void arm(JsonGenerator json, Arm arm) {
        json.writeStartObject();
        json.writeNumberProperty("bad", arm.bad());
        json.writeNumberProperty("units", arm.units());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        }
    }
}
