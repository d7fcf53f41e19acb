// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a feature waits for.
 *
 * @param waitsFor what must happen, as a phrase
 * @param since since when it waits
 * @param until when it will be over by itself, or null when that is not known
 * @param releasedBy who can release it: a group, a person, or {@code by itself}
 */
public record Hold(String waitsFor, Instant since, @Nullable Instant until, String releasedBy) {

    public static final String BY_ITSELF = "by itself";
}
