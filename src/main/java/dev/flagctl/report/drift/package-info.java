// SPDX-License-Identifier: Apache-2.0
/** Views of what changed outside flagctl. Begin with {@link dev.flagctl.report.drift.DriftViews}. May import model, plan and report. */
@NullMarked
package dev.flagctl.report.drift;

import org.jspecify.annotations.NullMarked;
