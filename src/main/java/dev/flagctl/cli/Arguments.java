// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What was written behind the name of a command. */
final class Arguments {

    private final ParseResult parsed;

    Arguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    /** Tells whether an option without a value was given. */
    boolean has(String name) {
        return parsed.hasMatchedOption(name);
    }

    /** Returns the value of an option, empty when it was not given. */
    Optional<String> value(String name) {
        return Optional.ofNullable(parsed.matchedOptionValue(name, null));
    }

    /** Returns the values of an option that may be repeated, in the order given. */
    List<String> values(String name) {
        String[] values = parsed.matchedOptionValue(name, new String[0]);
        return List.of(values);
    }

    /** Returns what was written without an option, in the order given. */
    List<String> rest() {
        String[] rest = parsed.matchedPositionalValue(0, new String[0]);
        return List.of(rest);
    }
}
