// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/** The signs that begin a line; colour never says more than they do. */
public enum Symbol {
    MORE("▲", "^", Ink.YELLOW),
    LESS("▼", "v", Ink.CYAN),
    CREATED("+", "+", Ink.GREEN),
    /** Edited, and nobody moves. */
    EDITED("~", "~", Ink.CYAN),
    ARCHIVED("×", "x", Ink.MAGENTA),
    PAUSED("‖", "|", Ink.MAGENTA),
    HOLDS("=", "=", Ink.DIM),
    DONE("✔", "ok", Ink.GREEN),
    FAILED("✗", "!!", Ink.RED),
    NOT_TRIED("·", "--", Ink.DIM);

    private final String sign;
    private final String ascii;
    private final Ink ink;

    Symbol(String sign, String ascii, Ink ink) {
        this.sign = sign;
        this.ascii = ascii;
        this.ink = ink;
    }

    /** Returns the sign in Unicode, for formats that are always UTF-8. */
    public String sign() {
        return sign;
    }

    String ascii() {
        return ascii;
    }

    Ink ink() {
        return ink;
    }
}
