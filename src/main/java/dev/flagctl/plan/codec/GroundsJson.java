// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Counts;
import dev.flagctl.guardrail.Grounds;
import dev.flagctl.guardrail.Reading;
import dev.flagctl.guardrail.SplitCheck;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Missing;
import dev.flagctl.model.Risk;
import dev.flagctl.model.SourceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON of what a judgement was made from, beside its counts: the risk, how users fell on the arms, and for each guardrail its rule, its metric and
 * what was known of its data.
 */
final class GroundsJson {

    private GroundsJson() {}

    static void write(JsonGenerator json, Grounds grounds) {
        json.writeStartObject();
        json.writeNumberProperty("alpha", grounds.risk().alpha());
        json.writeStringProperty("now", grounds.now().toString());
        SplitCheck split = grounds.split();
        if (split != null) {
            json.writeName("users");
            json.writeStartObject();
            json.writeStringProperty("counts", CountsText.write(split.counts()));
            json.writeNumberProperty("logE", split.logE());
            json.writeNumberProperty("share", split.share());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Reading reading) {
        Guardrail guardrail = reading.guardrail();
        json.writeStartObject();
        json.writeStringProperty("attempt", reading.from().toString());
        json.writeStringProperty("before", CountsText.write(reading.before()));
        json.writeStringProperty(
                "deadline",
                guardrail.deadline().after() + " " + guardrail.deadline().action());
        if (!reading.definition().isEmpty()) {
            json.writeStringProperty("definition", reading.definition());
        }
        JsonText.field(json, "errorSince", reading.errorSince());
        json.writeName("measure");
        RuleJson.write(json, reading.measure());
        json.writeNumberProperty("minBadUnits", guardrail.minBadUnits());
        json.writeNumberProperty("minUnits", guardrail.minUnits());
        json.writeStringProperty("missing", reading.series().missing().name());
        json.writeName("rule");
        RuleJson.write(json, guardrail.rule());
        json.writeNumberProperty("share", reading.share());
        json.writeStringProperty("state", reading.series().state().name());
        json.writeEndObject();
    }

    /**
     * Reads what a recorded judgement was made from.
     *
     * @param evidence the whole evidence of an entry
     * @throws IllegalArgumentException when counts, rules or names in it are not such as flagctl writes
     * @throws IllegalStateException when something is missing in it
     */
    static Grounds read(Fields evidence) {
        List<Reading> readings = new ArrayList<>();
        for (Fields guardrail : evidence.objects("guardrails")) {
            readings.add(reading(guardrail, guardrail.object("given")));
        }
        Fields grounds = evidence.object("grounds");
        return new Grounds(
                readings, split(grounds.object("users")), new Risk(grounds.fraction("alpha")), grounds.time("now"));
    }

    private static @Nullable SplitCheck split(Fields users) {
        return users.map().isEmpty()
                ? null
                : SplitCheck.of(CountsText.parse(users.text("counts")), users.fraction("share"));
    }

    private static Reading reading(Fields evidence, Fields given) {
        String[] deadline = given.text("deadline").split(" ", 2);
        Guardrail guardrail = new Guardrail(
                evidence.text("metric"),
                GuardrailRole.valueOf(evidence.text("role")),
                RuleJson.rule(given.object("rule")),
                given.number("minBadUnits"),
                given.number("minUnits"),
                new DataDeadline(Duration.parse(deadline[0]), DataDeadline.Action.valueOf(deadline[1])),
                SourceRef.NONE);
        Counts counts = CountsText.parse(evidence.text("counts"));
        List<Bucket> buckets =
                new ArrayList<>(CountsText.parse(given.text("before")).buckets());
        buckets.addAll(counts.buckets());
        BucketSeries series = new BucketSeries(
                buckets,
                counts.to(),
                DataState.valueOf(given.text("state")),
                Missing.valueOf(given.text("missing")),
                evidence.text("query"),
                evidence.texts("warnings"));
        return new Reading(
                guardrail,
                RuleJson.measure(given.object("measure")),
                series,
                given.time("attempt"),
                given.fraction("share"),
                given.optionalTime("errorSince"));
    }
}
