// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

/** How a flag file is written. */
public enum FlagFormat {
    JSON {
        @Override
        public Node parse(FlagText file, KeyFilter wanted, boolean places) {
            return JsonParsing.parse(file, wanted, places);
        }
    },
    YAML {
        @Override
        public Node parse(FlagText file, KeyFilter wanted, boolean places) {
            return YamlParsing.parse(file);
        }
    };

    /**
     * Parses a flag file.
     *
     * @param wanted entries of {@code flags} whose content is asked for; of the others only the place is known
     * @param places whether places are asked for; without them parsing is faster
     */
    public abstract Node parse(FlagText file, KeyFilter wanted, boolean places);

    /** Parses a whole file, with places, whatever is in it. */
    public Node parse(FlagText file) {
        return this == JSON ? JsonParsing.parse(file) : YamlParsing.parse(file);
    }
}
