// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Counts;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of counts from left to right, once: a replay may have a million buckets of it. */
final class CountsCursor {

    private final String text;
    private int at;

    CountsCursor(String text) {
        this.text = text;
    }

    Counts counts() {
        try {
            Instant from = Instant.parse(before('/'));
            int cover = end(' ', text.length());
            Instant to = Instant.parse(text.substring(at, cover));
            at = cover;
            List<Bucket> buckets = new ArrayList<>();
            Duration length = Duration.ZERO;
            while (at < text.length()) {
                at++;
                Bucket bucket = bucket(from, length);
                buckets.add(bucket);
                length = bucket.length();
            }
            return new Counts(from, to, buckets);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("not the text of counts: " + shortened(), e);
        }
    }

    private Bucket bucket(Instant from, Duration lengthBefore) {
        int space = text.indexOf(' ', at);
        int end = space < 0 ? text.length() : space;
        int colon = end(':', end);
        int plus = end('+', colon);
        long start = Long.parseLong(text, at, plus, 10);
        Duration length = plus == colon ? lengthBefore : Duration.ofSeconds(Long.parseLong(text, plus + 1, colon, 10));
        at = colon + 1;
        int bar = end('|', end);
        Arm control = Arm.of(whole(bar), whole(bar));
        Arm treatment = Arm.of(whole(bar), whole(bar));
        if (at != bar + 1) {
            throw new NumberFormatException("four counts of a bucket, not more");
        }
        at = bar;
        if (bar < end) {
            int second = text.indexOf('|', bar + 1);
            control = ArmText.read(control, text.substring(bar + 1, second));
            treatment = ArmText.read(treatment, text.substring(second + 1, end));
            at = end;
        }
        return new Bucket(from.plusSeconds(start), length, control, treatment);
    }

    /** Reads up to the next slash, or up to a limit. */
    private long whole(int limit) {
        int slash = end('/', limit);
        long number = Long.parseLong(text, at, slash, 10);
        at = slash + 1;
        return number;
    }

    private String before(char mark) {
        String part = text.substring(at, text.indexOf(mark, at));
        at += part.length() + 1;
        return part;
    }

    /** Returns where a mark comes next, or the limit when it does not come before. */
    private int end(char mark, int limit) {
        for (int i = at; i < limit; i++) {
            if (text.charAt(i) == mark) {
                return i;
            }
        }
        return limit;
    }

    private String shortened() {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
