// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

/** An answer that cannot be what was asked for. The message says what was found, and what would be right. */
public final class WrongAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public WrongAnswerException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** Returns the message, which is always there. */
    public String sentence() {
        return sentence;
    }
}
