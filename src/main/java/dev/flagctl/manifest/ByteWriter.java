// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the cache: numbers of variable length, and each distinct text once. */
final class ByteWriter {

    private byte[] bytes = new byte[1 << 16];
    private int size;
    private final Map<String, Integer> texts;

    /** Starts an empty block; blocks of one file share their texts. */
    ByteWriter(Map<String, Integer> texts) {
        this.texts = texts;
    }

    /** Returns a block with its own texts. */
    static ByteWriter fresh() {
        return new ByteWriter(new HashMap<>());
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** Forgets the bytes, not the texts. */
    void clear() {
        size = 0;
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, size);
    }

    void block(ByteWriter other) {
        raw(other.bytes, 0, other.size);
    }

    void bool(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void number(long value) {
        room(10);
        // Zigzag: small negative numbers stay short.
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void real(double value) {
        room(8);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    /** Writes a text, or null, as its number in the table of texts. */
    void text(@Nullable String text) {
        if (text == null) {
            number(-1);
            return;
        }
        Integer known = texts.get(text);
        if (known == null) {
            known = texts.size();
            texts.put(text, known);
        }
        number(known);
    }

    /** Writes the table of texts that blocks refer to. */
    void table(Map<String, Integer> table) {
        String[] ordered = new String[table.size()];
        for (Map.Entry<String, Integer> entry : table.entrySet()) {
            ordered[entry.getValue()] = entry.getKey();
        }
        number(ordered.length);
        for (String text : ordered) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            number(encoded.length);
            raw(encoded, 0, encoded.length);
        }
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
