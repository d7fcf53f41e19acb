// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/** The ASCII form of the signs that flagctl itself writes. */
final class AsciiForm {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String BAR_FORMS = "__..--##";

    private AsciiForm() {}

    static String of(int codePoint) {
        int bar = BARS.indexOf(codePoint);
        if (bar >= 0) {
            return BAR_FORMS.substring(bar, bar + 1);
        }
        return switch (codePoint) {
            case '→' -> "->";
            case '·', '–', '—', '─', '░' -> "-";
            case '…' -> "...";
            case '▲' -> "^";
            case '▼' -> "v";
            case '×' -> "x";
            case '‖', '│', '▕', '▏' -> "|";
            case '├', '┼', '┴', '└', '┘', '┤' -> "+";
            case '◆' -> "*";
            case '▎', '▍', '▌', '▋', '▊', '▉' -> "#";
            case '✔' -> "ok";
            case '✗' -> "!!";
            case '\u00a0' -> " ";
            case '“', '”' -> "\"";
            case '’' -> "'";
            case '∞' -> "inf";
            default -> "?";
        };
    }
}
