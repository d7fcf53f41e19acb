// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.time.Duration;

/**
 * How long, how often and how much.
 *
 * @param connect longest time to a connection, TLS included
 * @param call longest time of one try, from the connection to the last byte of the answer
 * @param tries how often a request that may be repeated is sent at most; 1 never repeats
 * @param longestWait longest wait before another try; a {@code Retry-After} beyond it ends the call
 * @param largestAnswer most bytes of an answer that are read
 * @param gap shortest time between the beginnings of two calls, tries counted; zero for as many as one likes
 */
public record HttpLimits(
        Duration connect, Duration call, int tries, Duration longestWait, long largestAnswer, Duration gap) {

    /** What fits most servers: 5 s to connect, 30 s a try, 4 tries, waits of at most 30 s, answers of at most 64 MiB. */
    public static final HttpLimits USUAL =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 4, Duration.ofSeconds(30), 64L << 20);

    public HttpLimits {
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be at least 1, not " + tries);
        }
    }

    /** Makes limits for as many calls as one likes. */
    public HttpLimits(Duration connect, Duration call, int tries, Duration longestWait, long largestAnswer) {
        this(connect, call, tries, longestWait, largestAnswer, Duration.ZERO);
    }

    /** Returns the same limits with another shortest time between the beginnings of two calls. */
    public HttpLimits withGap(Duration shortest) {
        return new HttpLimits(connect, call, tries, longestWait, largestAnswer, shortest);
    }

    /** Returns the same limits with another longest time of one try. */
    public HttpLimits withCall(Duration longest) {
        Duration shorter = connect.compareTo(longest) < 0 ? connect : longest;
        return new HttpLimits(shorter, longest, tries, longestWait, largestAnswer, gap);
    }
}
