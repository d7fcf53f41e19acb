// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

/** One way to show what validating found. */
public interface CheckedView {

    /** Returns the whole text, each line with its end; empty when there is nothing to say. */
    String render(Checked checked);
}
