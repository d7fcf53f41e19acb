// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. Every read beyond the end, or of an impossible number, throws. */
final class ByteReader {

    private final byte[] bytes;
    private final Texts texts;
    private int at;

    ByteReader(byte[] bytes, int at, Texts texts) {
        this.bytes = bytes;
        this.at = at;
        this.texts = texts;
    }

    /** The texts of a cache file, made when first asked for; several threads may make one twice, which is harmless. */
    static final class Texts {

        private final byte[] bytes;
        private final int[] offsets;
        private final @Nullable String[] made;

        Texts(byte[] bytes, int[] offsets) {
            this.bytes = bytes;
            this.offsets = offsets;
            this.made = new @Nullable String[offsets.length / 2];
        }

        String get(int index) {
            String text = made[index];
            if (text == null) {
                text = new String(bytes, offsets[index * 2], offsets[index * 2 + 1], StandardCharsets.UTF_8);
                made[index] = text;
            }
            return text;
        }
    }

    /** Reads a table of texts. */
    Texts table() {
        int[] offsets = new int[count() * 2];
        for (int i = 0; i < offsets.length; i += 2) {
            int length = count();
            offsets[i] = at;
            offsets[i + 1] = length;
            skip(length);
        }
        return new Texts(bytes, offsets);
    }

    int position() {
        return at;
    }

    void skip(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalStateException("the cache ends too early");
        }
        at += length;
    }

    boolean bool() {
        return bytes[at++] != 0;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalStateException("the cache holds an impossible number");
    }

    int integer() {
        return Math.toIntExact(number());
    }

    /** Returns a number of things that follow, which can be no more than the bytes that are left. */
    int count() {
        int count = integer();
        if (count < 0 || count > bytes.length - at) {
            throw new IllegalStateException("the cache holds an impossible count");
        }
        return count;
    }

    double real() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (bytes[at++] & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    @Nullable
    String textOrNull() {
        int index = integer();
        return index < 0 ? null : texts.get(index);
    }

    String text() {
        return texts.get(integer());
    }
}
