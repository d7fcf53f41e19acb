// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/** The colours, as ANSI SGR codes (ECMA-48, 8.3.117). */
public enum Ink {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    MAGENTA("35"),
    CYAN("36");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
