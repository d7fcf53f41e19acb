// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/** Draws a share as a bar. */
public final class Bar {

    private static final String PARTS = " ▏▎▍▌▋▊▉";

    private Bar() {}

    /**
     * Returns a bar.
     *
     * @param share 0 to 1 inclusive
     * @param width columns, above zero
     * @param rest what fills the columns that are left
     */
    public static String of(double share, int width, char rest) {
        int eighths = (int) Math.round(Math.max(0, Math.min(1, share)) * width * 8);
        StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) {
            bar.append(PARTS.charAt(eighths % 8));
        }
        while (bar.length() < width) {
            bar.append(rest);
        }
        return bar.toString();
    }
}
