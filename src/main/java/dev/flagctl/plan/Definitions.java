// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Slice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the audiences of an exposure are defined, as a digest. It tells a cohort that was edited in the manifests, which is written, from a rule that
 * somebody changed in the flag service, which is drift: in both the flag service has another rule than the manifests.
 */
final class Definitions {

    private static final int DIGITS = 16;

    private Definitions() {}

    /** Tells whether the manifests define the audiences of what is recorded otherwise than when it was written; false when that is not known. */
    static boolean sinceChanged(Project project, @Nullable Recorded recorded) {
        return recorded != null
                && !recorded.audiences().isEmpty()
                && !recorded.audiences().equals(digest(project, recorded.flag().exposure()));
    }

    /** Returns the digest for the cohorts and regions that an exposure names; empty when it names none. */
    static String digest(Project project, Exposure exposure) {
        TreeSet<String> definitions = new TreeSet<>();
        for (Slice slice : exposure.slices()) {
            if (slice.audience().cohort() != null) {
                definitions.add(cohort(project, slice.audience().cohort()));
            }
            if (slice.audience().region() != null) {
                definitions.add("region by " + project.regionAttribute());
            }
        }
        return definitions.isEmpty() ? "" : digest(String.join("\n", definitions));
    }

    private static String cohort(Project project, String name) {
        Cohort cohort = project.cohorts().get(name);
        StringBuilder text = new StringBuilder("cohort ").append(name);
        if (cohort != null) {
            text.append(cohort.all() ? " all" : " any");
            for (Condition condition : cohort.conditions()) {
                text.append('\n').append(condition.attribute()).append(' ').append(condition.operator());
                // 1 and "1" are different values.
                condition
                        .values()
                        .forEach(value -> text.append(value instanceof String ? " \"" : " ")
                                .append(value));
            }
        }
        return text.toString();
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
