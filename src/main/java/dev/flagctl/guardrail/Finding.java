// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found in usable data.
 *
 * @param verdict PASS, FAIL or UNDECIDED
 * @param judged the buckets it rests on
 * @param statistic the test, or null for a rule that is none
 * @param words what the numbers of the arms do not say, or empty
 * @param path the evidence after each bucket, or null without a test
 */
record Finding(
        Verdict verdict,
        List<Bucket> judged,
        @Nullable Statistic statistic,
        String words,
        @Nullable EvidencePath path) {

    static Finding plain(Verdict verdict, List<Bucket> judged, String words) {
        return new Finding(verdict, judged, null, words, null);
    }
}
