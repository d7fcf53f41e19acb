// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns YAML scalars into values by the core schema of YAML 1.2. */
final class YamlScalars {

    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();

    /** @throws NumberFormatException when a scalar is tagged as a number and is none */
    @Nullable
    Object value(ScalarEvent event) {
        String text = event.getValue();
        Tag tag = event.getTag()
                .map(Tag::new)
                .orElseGet(() -> resolver.resolve(text, event.getImplicit().canOmitTagInPlainScalar()));
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return text.toLowerCase(Locale.ROOT).equals("true");
        }
        if (tag.equals(Tag.INT)) {
            return whole(text);
        }
        return tag.equals(Tag.FLOAT) ? (Object) real(text) : text;
    }

    private static Number whole(String text) {
        BigInteger value = text.startsWith("0x")
                ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        if (value.bitLength() < 32) {
            return value.intValue();
        }
        return value.bitLength() < 64 ? (Number) value.longValue() : value;
    }

    private static Double real(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return lower.equals(".nan") ? Double.valueOf(Double.NaN) : Double.valueOf(text);
    }
}
