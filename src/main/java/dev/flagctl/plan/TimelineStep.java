// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Stage;
import java.time.Instant;
import java.util.List;

/**
 * A stage of the time to come.
 *
 * @param index index into the trajectory
 * @param stage the stage
 * @param earliest it is not entered before this, if all goes well
 * @param gates what must be true first, in words
 */
public record TimelineStep(int index, Stage stage, Instant earliest, List<String> gates) {}
