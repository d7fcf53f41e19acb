// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.time.Duration;

/** Says durations as people do: {@code 38 ms}, {@code 0.2 s}, {@code 34 min}, {@code 1 h 30 min}, {@code 14 d}. */
public final class Spans {

    private static final long[] SECONDS = {86_400, 3_600, 60, 1};
    private static final String[] UNITS = {" d", " h", " min", " s"};

    private Spans() {}

    /** Returns the two largest units that are not zero and stand beside each other; a negative duration as zero. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.isNegative() || duration.isZero()) {
            return "0 s";
        }
        if (seconds < 1) {
            return Math.max(1, duration.toMillis()) + " ms";
        }
        for (int i = 0; i < SECONDS.length; i++) {
            if (seconds >= SECONDS[i]) {
                String text = seconds / SECONDS[i] + UNITS[i];
                long rest = i + 1 < SECONDS.length ? seconds % SECONDS[i] / SECONDS[i + 1] : 0;
                return rest == 0 ? text : text + " " + rest + UNITS[i + 1];
            }
        }
        return "0 s";
    }

    /** Returns how long a call took, in seconds with one decimal, in milliseconds below a tenth of a second. */
    public static String took(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 100) {
            return millis + " ms";
        }
        long tenths = Math.round(millis / 100.0);
        return tenths < 600 ? tenths / 10 + "." + tenths % 10 + " s" : of(duration);
    }

    /** Returns a countdown, {@code 1:53:36}. */
    public static String left(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        String rest = two(seconds / 60 % 60) + ":" + two(seconds % 60);
        return seconds >= 3_600 ? seconds / 3_600 + ":" + rest : rest;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
