// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Rule;
import dev.flagctl.model.RuleKind;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/** The JSON of a rule and of what its metric measures. A number that the kind does not have, or that is infinite, is absent. */
final class RuleJson {

    private RuleJson() {}

    static void write(JsonGenerator json, Rule rule) {
        json.writeStartObject();
        switch (rule.kind()) {
            case WORSE_THAN_CONTROL -> {
                Rule.WorseThanControl worse = (Rule.WorseThanControl) rule;
                number(json, "detect", worse.detect());
                number(json, "margin", worse.margin());
                number(json, "tolerance", worse.tolerance());
            }
            case WORSE_THAN_BASELINE -> {
                Rule.WorseThanBaseline worse = (Rule.WorseThanBaseline) rule;
                number(json, "baseline", worse.baseline());
                number(json, "detect", worse.detect());
                number(json, "margin", worse.margin());
            }
            case BURN -> json.writeBooleanProperty("pagesOnly", ((Rule.Burn) rule).pagesOnly());
            case THRESHOLD -> {
                Rule.Threshold limit = (Rule.Threshold) rule;
                json.writeBooleanProperty("above", limit.above());
                number(json, "limit", limit.limit());
            }
        }
        json.writeStringProperty("kind", rule.kind().name());
        json.writeEndObject();
    }

    static Rule rule(Fields fields) {
        return switch (RuleKind.valueOf(fields.text("kind"))) {
            case WORSE_THAN_CONTROL ->
                new Rule.WorseThanControl(
                        fields.fraction("margin"),
                        fields.has("tolerance") ? fields.fraction("tolerance") : Double.POSITIVE_INFINITY,
                        fields.fraction("detect"));
            case WORSE_THAN_BASELINE ->
                new Rule.WorseThanBaseline(
                        fields.fraction("baseline"), fields.fraction("margin"), fields.fraction("detect"));
            case BURN -> new Rule.Burn(fields.flag("pagesOnly"));
            case THRESHOLD -> new Rule.Threshold(fields.fraction("limit"), fields.flag("above"));
        };
    }

    static void write(JsonGenerator json, Measure measure) {
        json.writeStartObject();
        number(json, "edge", measure.edge());
        json.writeStringProperty("kind", measure.kind().name());
        if (measure.lowerIsWorse()) {
            json.writeBooleanProperty("lowerIsWorse", true);
        }
        number(json, "objective", measure.objective());
        if (!measure.period().isZero()) {
            json.writeStringProperty("period", measure.period().toString());
        }
        number(json, "quantile", measure.quantile());
        json.writeStringProperty("unit", measure.unit().name());
        json.writeEndObject();
    }

    static Measure measure(Fields fields) {
        return new Measure(
                MetricKind.valueOf(fields.text("kind")),
                MetricUnit.valueOf(fields.text("unit")),
                fields.flag("lowerIsWorse"),
                fields.fraction("edge"),
                fields.fraction("quantile"),
                fields.fraction("objective"),
                fields.has("period") ? Duration.parse(fields.text("period")) : Duration.ZERO);
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        }
    }
}
