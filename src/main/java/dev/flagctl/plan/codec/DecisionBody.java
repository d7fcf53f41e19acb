// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.FieldChange;
import java.util.List;

/** The body of a ledger entry that says what was decided or done and why. */
public final class DecisionBody {

    private DecisionBody() {}

    /**
     * Returns the body of a decision.
     *
     * @param plan digest of the plan it belongs to
     * @param receipt what the flag service said; empty for nothing
     */
    public static String write(
            String version, Decision decision, List<FieldChange> fields, String plan, String receipt) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeName("decision");
            DecisionJson.write(json, decision);
            if (!fields.isEmpty()) {
                json.writeName("fields");
                json.writeStartArray();
                for (FieldChange field : fields) {
                    json.writeStartObject();
                    json.writeStringProperty("after", field.after());
                    json.writeStringProperty("before", field.before());
                    json.writeStringProperty("field", field.field());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeStringProperty("plan", plan);
            if (!receipt.isEmpty()) {
                json.writeStringProperty("receipt", receipt);
            }
            json.writeStringProperty("version", version);
            json.writeEndObject();
        });
    }

    /** Returns what a decision was made on, with the counts of all buckets, so that it can be computed again; stands beside the body. */
    public static String evidence(Judgement judgement) {
        return JsonText.write(json -> EvidenceJson.writeWithCounts(json, judgement));
    }

    /** Returns the body of an entry that only says something: a run, a failure. Values are strings, numbers or lists of them. */
    public static String facts(java.util.Map<String, ?> facts) {
        return JsonText.write(json -> JsonText.value(json, new java.util.TreeMap<>(facts)));
    }
}
