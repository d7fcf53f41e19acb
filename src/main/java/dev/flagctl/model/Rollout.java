// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a feature rolls out in one environment.
 *
 * @param environment name of the environment
 * @param after environments that must have finished their rollout first
 * @param strategy the short form
 * @param template name of the Strategy manifest it came from, or null when written in place
 * @param notBefore the rollout does not begin earlier, or null; RFC 3339 instant
 * @param approval group whose approval the first stage needs, or null; stages of a canary have their own besides
 * @param source where it is written
 */
public record Rollout(
        String environment,
        List<String> after,
        Strategy strategy,
        @Nullable String template,
        @Nullable Instant notBefore,
        @Nullable String approval,
        SourceRef source) {

    public Rollout {
        after = List.copyOf(after);
    }
}
