// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Counts;
import dev.flagctl.model.DataState;
import java.util.HashMap;
import java.util.Map;

/**
 * The counts of a metric that a recorded decision was made on.
 *
 * @param definition what was asked for, as {@link dev.flagctl.guardrail.Reading#definition}
 * @param counts the counts of the attempt up to then
 */
public record JudgedCounts(String definition, Counts counts) {

    /**
     * Returns what stands, by metric: what was judged while its data was whole and its definition is known. What was counted while data was missing is
     * read again, and so is the evidence of the first flagctl, which names no definition.
     *
     * @param evidence the evidence of an entry
     * @throws IllegalArgumentException when it has counts that flagctl did not write
     * @throws IllegalStateException when it is no evidence
     */
    public static Map<String, JudgedCounts> read(String evidence) {
        Map<String, JudgedCounts> judged = new HashMap<>();
        for (Fields guardrail : Fields.of(evidence).objects("guardrails")) {
            String definition = guardrail.object("given").optional("definition");
            if (definition != null && guardrail.text("state").equals(DataState.OK.name())) {
                judged.put(
                        guardrail.text("metric"),
                        new JudgedCounts(definition, CountsText.parse(guardrail.text("counts"))));
            }
        }
        return judged;
    }
}
