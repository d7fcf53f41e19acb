// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

/** Tells what the codes of diagnostics mean in general. */
public interface CodeBook {

    /** Returns one line without a period. */
    String title(String code);

    /** Returns one paragraph: why it is a problem, and what to do. */
    String explanation(String code);
}
