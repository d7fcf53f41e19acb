// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import org.jspecify.annotations.Nullable;

/**
 * One change of one flag.
 *
 * @param spec which flag
 * @param before what the plan saw, or null when the flag was absent; the adapter refuses when the flag serves neither this nor {@code after}
 * @param after what it shall serve, or null to archive it
 */
public record FlagWrite(
        FlagSpec spec, @Nullable FlagState before, @Nullable FlagState after) {}
