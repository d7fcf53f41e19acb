// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Counts;
import dev.flagctl.guardrail.Judgement;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the evidence of a ledger entry once more, from its recorded counts alone, and compares all its numbers bit for bit.
 *
 * @param guardrails how many were judged
 * @param compared how many recorded values were compared
 * @param differences what is not the same, as {@code http-errors statistic.logE: recorded 3.4, computed 2.1}; empty when everything is
 * @param isWhole false for an entry from before rules were recorded beside counts: then only the digests and sums of the counts could be compared
 */
public record Replay(int guardrails, int compared, List<String> differences, boolean isWhole) {

    public Replay {
        differences = List.copyOf(differences);
    }

    /**
     * Replays the body of an entry.
     *
     * @return empty when it has no evidence, or was not written by flagctl
     */
    public static Optional<Replay> of(String body) {
        Fields evidence;
        try {
            evidence = Fields.of(body).object("evidence");
        } catch (IllegalStateException notJson) {
            return Optional.empty();
        }
        int guardrails = evidence.objects("guardrails").size();
        if (guardrails == 0) {
            return Optional.empty();
        }
        boolean isWhole = evidence.has("grounds");
        try {
            SameBits same = isWhole ? judged(evidence) : counted(evidence);
            return Optional.of(new Replay(guardrails, same.compared(), same.differences(), isWhole));
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException unreadable) {
            return Optional.of(
                    new Replay(guardrails, 0, List.of("it cannot be read: " + unreadable.getMessage()), isWhole));
        }
    }

    /** Tells whether everything that was recorded came out again. */
    public boolean isSame() {
        return differences.isEmpty();
    }

    private static SameBits judged(Fields evidence) {
        Judgement again = GroundsJson.read(evidence).judge();
        Map<String, Object> computed =
                JsonValues.object(JsonText.write(json -> EvidenceJson.writeComputed(json, again)));
        SameBits same = new SameBits();
        same.compare("", evidence.map(), computed);
        for (Fields guardrail : evidence.objects("guardrails")) {
            digest(guardrail, same);
        }
        return same;
    }

    private static SameBits counted(Fields evidence) {
        SameBits same = new SameBits();
        for (Fields guardrail : evidence.objects("guardrails")) {
            digest(guardrail, same);
            Counts counts = CountsText.parse(guardrail.text("counts"));
            // A plain limit judges only the newest of its buckets, and its sums are theirs.
            if (guardrail.number("buckets") == counts.buckets().size()) {
                for (String arm : List.of("control", "treatment")) {
                    same.compare(
                            guardrail.text("metric") + " " + arm,
                            guardrail.map().get(arm),
                            JsonValues.object(JsonText.write(
                                    json -> EvidenceJson.arm(json, counts.total(arm.equals("treatment"))))));
                }
            }
        }
        return same;
    }

    /** Of the recorded text: another Java may have written a number in more digits than this one needs. */
    private static void digest(Fields guardrail, SameBits same) {
        same.compare(
                guardrail.text("metric") + " digest",
                guardrail.map().get("digest"),
                CountsText.digest(guardrail.text("counts")));
    }
}
