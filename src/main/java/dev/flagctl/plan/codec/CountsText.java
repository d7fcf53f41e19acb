// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.guardrail.Counts;
import dev.flagctl.model.Bucket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Writes and reads {@link Counts} as one line: {@code FROM/TO}, then for each bucket {@code START+LENGTH:controlUnits/controlBad/units/bad}, with
 * START in seconds after FROM and LENGTH in seconds, left out when it is that of the bucket before. What arms carry beside counts follows as
 * {@code |CONTROL|TREATMENT}.
 */
public final class CountsText {

    private CountsText() {}

    /**
     * Returns the counts as text that {@link #parse} reads back bit for bit.
     *
     * @throws IllegalArgumentException when a bucket starts or lasts a fraction of a second
     */
    public static String write(Counts counts) {
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
     * @throws IllegalArgumentException when the text is not one that {@link #write} wrote
     */
    public static Counts parse(String text) {
        return new CountsCursor(text).counts();
    }

    /** Returns the SHA-256 of the text of counts, in hexadecimal: equal digests give equal evidence. */
    public static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static long wholeSeconds(Duration duration) {
        if (duration.toNanosPart() != 0) {
            throw new IllegalArgumentException("buckets start and last whole seconds: " + duration);
        }
        return duration.toSeconds();
    }
}
