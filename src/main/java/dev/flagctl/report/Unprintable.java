// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/** Tells which characters must never reach a terminal. */
final class Unprintable {

    private Unprintable() {}

    /** Controls, and the marks that turn the direction of a text, with which a name can pretend to be another one (CVE-2021-42574). */
    static boolean is(int codePoint) {
        return codePoint < ' '
                || (codePoint >= 0x7f && codePoint < 0xa0)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
