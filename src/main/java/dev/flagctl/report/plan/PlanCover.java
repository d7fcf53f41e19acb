// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Feature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a view says around a plan and cannot know from it.
 *
 * @param digest digest of the plan's effect
 * @param services names of the adapters that were read, by environment; may lack environments
 * @param features features by name, for what the manifest says about a change; may lack features
 * @param read how long reading the world took, or null when not said
 * @param file file that the plan was saved to, or null when it was not saved
 * @param validUntil until when the saved plan is applied, or null when it was not saved
 * @param commit commit of the manifests, or null when unknown
 * @param blob address that a path and a line are put behind to link to a manifest, such as {@code ../blob/a1b2c3d/}, or null for no links
 * @param next what to do next, one command; empty for nothing
 * @param leftOut what selectors left out, {@code 12 features by --owner}
 */
public record PlanCover(
        String digest,
        Map<String, List<String>> services,
        Map<String, Feature> features,
        @Nullable Duration read,
        @Nullable String file,
        @Nullable Instant validUntil,
        @Nullable String commit,
        @Nullable String blob,
        String next,
        List<String> leftOut) {

    public PlanCover {
        leftOut = List.copyOf(leftOut);
    }

    /** Returns a cover that knows only the digest. */
    public static PlanCover of(String digest) {
        return new PlanCover(digest, Map.of(), Map.of(), null, null, null, null, null, "", List.of());
    }

    String shortDigest() {
        return digest.substring(0, Math.min(8, digest.length()));
    }
}
