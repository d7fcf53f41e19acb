// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;

/** Takes the series of an answer one after the other, so that an answer never stands in memory as a whole. */
interface SeriesSink {

    /**
     * Takes a series.
     *
     * @param series valid within the call only: the next one is read into it
     * @throws WrongAnswerException when it cannot be what was asked for
     */
    void take(Series series) throws WrongAnswerException;
}
