// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing users get, as its manifest asks for it.
 *
 * @param name name, unique in the project
 * @param version semantic version of the feature, as written
 * @param owner team or person who answers for it
 * @param labels free words for selection
 * @param description for people
 * @param type why its flag exists
 * @param flagKey key in the flag service
 * @param variants values by variant name, in order
 * @param serve treatment and control
 * @param unit attribute that is bucketed
 * @param salt what is hashed with the unit; the flag key unless the manifest says otherwise
 * @param rollout by environment, in the order of the manifest; empty when flagctl only looks after the flag
 * @param guardrails in the order of the manifest
 * @param risk how much error the rollout may make
 * @param onFailure what happens when a guardrail fails
 * @param drift what happens to changes from outside that are neither more nor less exposure
 * @param owns which parts of the flag are flagctl's
 * @param notices who is told about what
 * @param sunset when and how it goes away, or null while nobody said
 * @param specDigest SHA-256 of the canonical spec, in hexadecimal
 * @param source where it is written
 */
public record Feature(
        String name,
        String version,
        String owner,
        Map<String, String> labels,
        String description,
        FeatureType type,
        String flagKey,
        Map<String, Object> variants,
        Serve serve,
        String unit,
        String salt,
        Map<String, Rollout> rollout,
        List<Guardrail> guardrails,
        Risk risk,
        OnFailure onFailure,
        DriftAction drift,
        Set<Owns> owns,
        List<NotifyRule> notices,
        @Nullable Sunset sunset,
        String specDigest,
        SourceRef source) {

    public Feature {
        labels = Map.copyOf(labels);
        variants = VariantValues.canonical(variants);
        rollout = Collections.unmodifiableMap(new LinkedHashMap<>(rollout));
        guardrails = List.copyOf(guardrails);
        owns = Set.copyOf(owns);
        notices = List.copyOf(notices);
    }

    /** Returns the same feature, written somewhere else. */
    public Feature writtenAt(SourceRef other) {
        return new Feature(
                name,
                version,
                owner,
                labels,
                description,
                type,
                flagKey,
                variants,
                serve,
                unit,
                salt,
                rollout,
                guardrails,
                risk,
                onFailure,
                drift,
                owns,
                notices,
                sunset,
                specDigest,
                other);
    }

    /** Returns this feature as if a version of it asked for what a flag serves, under the digest of that version's spec. */
    public Feature serving(String otherVersion, FlagState flag, Serve served, String digest) {
        return new Feature(
                name,
                otherVersion,
                owner,
                labels,
                description,
                type,
                flagKey,
                flag.variants(),
                served,
                flag.unit(),
                flag.salt(),
                rollout,
                guardrails,
                risk,
                onFailure,
                drift,
                owns,
                notices,
                sunset,
                digest,
                source);
    }

    /** Returns which flag is meant, and how it is read. */
    public FlagSpec flagSpec() {
        return new FlagSpec(flagKey, serve, owns, description, unit);
    }

    /** Returns the flag of the rollout with the given exposure: everybody else on the control, or on the rest beside a matched control. */
    public FlagState flagWith(Exposure exposure) {
        String control = serve.isMatched() ? serve.control() : null;
        return new FlagState(variants, serve.treatment(), serve.others(), control, exposure, unit, salt);
    }
}
