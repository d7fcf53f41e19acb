// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What answers the queries of one call and one environment by rows. */
public interface AnswerSource {

    /** Returns the time of the newest row; empty when nobody asks for it, or there is no row. */
    Optional<Instant> newest() throws NoAnswerException, WrongAnswerException;

    /** Returns the time up to which every row is there; empty when nobody asks for it, or there is no row. */
    Optional<Instant> loaded() throws NoAnswerException, WrongAnswerException;

    /**
     * Returns what is asked for a query.
     *
     * @throws NoAnswerException when it is not known how to ask for it
     */
    Question question(MetricQuery query) throws NoAnswerException;

    /** A query in the source's own language. */
    interface Question {

        /** Returns it in words, for the evidence. */
        String shown(AnswerWindow window);

        /** Asks, hands the answer over and returns what the source warned of. */
        List<String> ask(AnswerWindow window, AnswerBuckets answer) throws NoAnswerException, WrongAnswerException;
    }
}
