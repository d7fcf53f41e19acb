// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What flagctl remembers under a flag's {@code metadata}, because a flag at 0 % or 100 % has no rule that would say it.
 *
 * <p>Flat keys with text values: flagd allows no others there. A word that is missing has the value that a flag made by hand means.
 *
 * @param treatment variant for users within the exposure
 * @param rest variant for everybody else
 * @param control variant of the matched control, or null
 * @param unit attribute that is bucketed
 * @param salt what is hashed with it
 */
record Words(String treatment, String rest, @Nullable String control, String unit, String salt) {

    static final String TREATMENT = "flagctl.treatment";
    static final String REST = "flagctl.rest";
    static final String CONTROL = "flagctl.control";
    static final String UNIT = "flagctl.unit";
    static final String SALT = "flagctl.salt";

    /** OpenFeature's own attribute for who is bucketed. */
    static final String TARGETING_KEY = "targetingKey";

    static Words of(FlagSpec spec, @Nullable Node metadata) {
        return new Words(
                word(metadata, TREATMENT, spec.serve().treatment()),
                word(metadata, REST, spec.serve().others()),
                control(spec, metadata),
                word(metadata, UNIT, TARGETING_KEY),
                word(metadata, SALT, spec.key()));
    }

    static Map<String, Object> of(FlagState state) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put(TREATMENT, state.treatment());
        words.put(REST, state.rest());
        if (state.control() != null) {
            words.put(CONTROL, state.control());
        }
        words.put(UNIT, state.unit());
        words.put(SALT, state.salt());
        return words;
    }

    private static @Nullable String control(FlagSpec spec, @Nullable Node metadata) {
        String text = metadata == null ? null : metadata.text(CONTROL);
        return text == null && spec.serve().isMatched() ? spec.serve().control() : text;
    }

    private static String word(@Nullable Node metadata, String key, String fallback) {
        String text = metadata == null ? null : metadata.text(key);
        return text == null || text.isEmpty() ? fallback : text;
    }
}
