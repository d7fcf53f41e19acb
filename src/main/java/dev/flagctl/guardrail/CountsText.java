// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads {@link Counts} as one line: {@code FROM/TO}, then for each bucket {@code START+LENGTH:controlUnits/controlBad/units/bad}, with
 * START in seconds after FROM and LENGTH in seconds, left out when it is that of the bucket before. What arms carry beside counts follows as
 * {@code |CONTROL|TREATMENT}.
 */
public final class CountsText {

    private CountsText() {}

    static String write(Counts counts) {
        StringBuilder text = new StringBuilder(48 + counts.buckets().size() * 16);
        text.append(counts.from()).append('/').append(counts.to());
        Duration length = Duration.ZERO;
        for (Bucket bucket : counts.buckets()) {
            text.append(' ').append(wholeSeconds(Duration.between(counts.from(), bucket.start())));
            if (!bucket.length().equals(length)) {
                length = bucket.length();
                text.append('+').append(wholeSeconds(length));
            }
            text.append(':')
                    .append(bucket.control().units())
                    .append('/')
                    .append(bucket.control().bad());
            text.append('/')
                    .append(bucket.treatment().units())
                    .append('/')
                    .append(bucket.treatment().bad());
            if (!ArmText.isPlain(bucket.control()) || !ArmText.isPlain(bucket.treatment())) {
                text.append('|');
                ArmText.write(text, bucket.control());
                text.append('|');
                ArmText.write(text, bucket.treatment());
            }
        }
        return text.toString();
    }

    /**
     * Reads counts back.
     *
     * @throws IllegalArgumentException when the text is not one that {@link Counts#text} wrote
     */
    public static Counts parse(String text) {
        try {
            int end = text.indexOf(' ');
            String cover = end < 0 ? text : text.substring(0, end);
            int slash = cover.indexOf('/');
            Instant from = Instant.parse(cover.substring(0, slash));
            Instant to = Instant.parse(cover.substring(slash + 1));
            List<Bucket> buckets = new ArrayList<>();
            Duration length = Duration.ZERO;
            while (end >= 0) {
                int next = text.indexOf(' ', end + 1);
                Bucket bucket = bucket(text.substring(end + 1, next < 0 ? text.length() : next), from, length);
                buckets.add(bucket);
                length = bucket.length();
                end = next;
            }
            return new Counts(from, to, buckets);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("not the text of counts: " + shortened(text), e);
        }
    }

    private static Bucket bucket(String text, Instant from, Duration lengthBefore) {
        int colon = text.indexOf(':');
        int plus = text.indexOf('+');
        long start = Long.parseLong(text.substring(0, plus < 0 ? colon : plus));
        Duration length = plus < 0 ? lengthBefore : Duration.ofSeconds(Long.parseLong(text.substring(plus + 1, colon)));
        long[] counts = new long[4];
        int at = colon + 1;
        int bar = text.indexOf('|');
        int end = bar < 0 ? text.length() : bar;
        for (int i = 0; i < 4; i++) {
            int slash = i < 3 ? text.indexOf('/', at) : end;
            counts[i] = Long.parseLong(text.substring(at, slash));
            at = slash + 1;
        }
        Arm control = Arm.of(counts[0], counts[1]);
        Arm treatment = Arm.of(counts[2], counts[3]);
        if (bar >= 0) {
            int second = text.indexOf('|', bar + 1);
            control = ArmText.read(control, text.substring(bar + 1, second));
            treatment = ArmText.read(treatment, text.substring(second + 1));
        }
        return new Bucket(from.plusSeconds(start), length, control, treatment);
    }

    private static long wholeSeconds(Duration duration) {
        if (!duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            throw new IllegalArgumentException("buckets start and last whole seconds: " + duration);
        }
        return duration.toSeconds();
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
