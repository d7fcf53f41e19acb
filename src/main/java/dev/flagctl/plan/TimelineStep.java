// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage of the time to come.
 *
 * @param index index into the trajectory
 * @param stage the stage
 * @param earliest it is not entered before this, if all goes well
 * @param gates what must be true first, in words
 * @param size what it can show and what it can cost, in words, or null when the manifest does not say what traffic there is
 */
public record TimelineStep(
        int index,
        Stage stage,
        Instant earliest,
        List<String> gates,
        @Nullable String size) {}
