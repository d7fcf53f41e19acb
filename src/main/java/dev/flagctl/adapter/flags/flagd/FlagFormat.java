// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

/** How a flag file is written. */
enum FlagFormat {
    JSON {
        @Override
        FlagTree parse(FlagText file, KeyFilter wanted, boolean places) {
            return JsonParsing.parse(file, wanted, places);
        }

        @Override
        String blank() {
            return "{\n  \"$schema\": \"" + SCHEMA + "\",\n  \"flags\": {}\n}\n";
        }
    },
    YAML {
        @Override
        FlagTree parse(FlagText file, KeyFilter wanted, boolean places) {
            return YamlParsing.parse(file);
        }

        @Override
        String blank() {
            return "$schema: " + SCHEMA + "\nflags: {}\n";
        }
    };

    private static final String SCHEMA = "https://flagd.dev/schema/v0/flags.json";

    /**
     * Parses a flag file.
     *
     * @param wanted flags whose content is asked for; of the others only the place is known
     * @param places whether places are asked for; without them parsing is faster
     */
    abstract FlagTree parse(FlagText file, KeyFilter wanted, boolean places);

    /** Returns the text of a file without flags, for a file that is to be created. */
    abstract String blank();
}
