// SPDX-License-Identifier: Apache-2.0
/** Strategies to stages, stages to a whole life: trajectories, their times, edits and reach, all pure. May import model. */
@NullMarked
package dev.flagctl.strategy;

import org.jspecify.annotations.NullMarked;
