// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/**
 * How text may look on one stream. The command line decides it per stream; a view only obeys.
 *
 * @param color whether ANSI colours may be used; colour only repeats what a symbol or word says
 * @param ascii whether only ASCII characters may be used
 * @param width columns of a line, at least 40; identifiers never wrap
 */
public record Terminal(boolean color, boolean ascii, int width) {

    /** Width where there is no terminal to ask. */
    public static final int DEFAULT_WIDTH = 100;

    /** What a pipe, a file and a test get. */
    public static final Terminal PLAIN = new Terminal(false, false, DEFAULT_WIDTH);

    public Terminal {
        width = Math.max(40, width);
    }

    /** Returns the symbol, or what stands for it where only ASCII is possible. */
    public String symbol(String unicode, String plain) {
        return ascii ? plain : unicode;
    }
}
