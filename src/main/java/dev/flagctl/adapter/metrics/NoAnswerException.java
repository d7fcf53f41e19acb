// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

/** A source that could not be asked. The message reads "tried to … on …, but …", and holds no secret. */
public final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public NoAnswerException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** Returns the message, which is always there. */
    public String sentence() {
        return sentence;
    }
}
