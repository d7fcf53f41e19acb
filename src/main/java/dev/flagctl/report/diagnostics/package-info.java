// SPDX-License-Identifier: Apache-2.0
/** Views of what validating found. Begin with {@link dev.flagctl.report.diagnostics.CheckedViews}. May import diag and report. */
@NullMarked
package dev.flagctl.report.diagnostics;

import org.jspecify.annotations.NullMarked;
