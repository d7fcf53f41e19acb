// SPDX-License-Identifier: Apache-2.0
/** Views of the ledger. Begin with {@link dev.flagctl.report.history.HistoryViews}. May import model, port, plan and report. */
@NullMarked
package dev.flagctl.report.history;

import org.jspecify.annotations.NullMarked;
