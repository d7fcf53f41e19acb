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
 * @param outlook how long it is expected to last, whom it reaches, what it can show and cost; null when nothing of that is known
 */
public record TimelineStep(
        int index,
        Stage stage,
        Instant earliest,
        List<String> gates,
        @Nullable Outlook outlook) {}
