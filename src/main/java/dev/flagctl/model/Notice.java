// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something people asked to be told about, with numbers.
 *
 * @param idempotencyKey the same for every try to deliver this notice, and for no other notice
 * @param kind what happened
 * @param time when it happened
 * @param key the feature and its environment
 * @param version version of the feature
 * @param owner who answers for the feature
 * @param summary one line for people
 * @param facts further lines, name to value, in order
 */
public record Notice(
        String idempotencyKey,
        NoticeKind kind,
        Instant time,
        FeatureKey key,
        String version,
        String owner,
        String summary,
        Map<String, String> facts) {

    public Notice {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
