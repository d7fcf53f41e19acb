// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds what can stand in place of an unfinished word. */
final class Suggestions {

    private final Session session;

    Suggestions(Session session) {
        this.session = session;
    }

    /**
     * One suggestion.
     *
     * @param word the whole word
     * @param says what it means, one line; may be empty
     */
    record Item(String word, String says) {}

    /**
     * Returns what the last word can become, in the order in which help pages list it.
     *
     * @param words what was typed behind {@code flagctl}; the last word is not finished and may be empty
     */
    List<Item> of(List<String> words) {
        List<String> before = words.subList(0, words.size() - 1);
        String last = words.get(words.size() - 1);
        // Windows PowerShell cannot pass an empty word.
        String typed = last.equals("\"\"") ? "" : last;
        String command = Words.of(before.toArray(new String[0])).command();
        CommandForm form = command == null
                ? CommandForm.ofRoot()
                : Subcommand.find(command).map(found -> found.command().form()).orElse(null);
        if (form == null) {
            return List.of();
        }
        CommandSpec spec = command == null ? form.bareSpec() : form.spec();
        OptionSpec open = before.isEmpty() ? null : withValue(spec, before.get(before.size() - 1));
        if (open != null) {
            return startingWith(typed, "", values(form, open, before));
        }
        if (typed.startsWith("-")) {
            return options(form, spec, typed, before);
        }
        return startingWith(typed, "", command == null ? commands() : arguments(form, spec, before));
    }

    private List<Item> options(CommandForm form, CommandSpec spec, String typed, List<String> before) {
        int equals = typed.indexOf('=');
        if (equals > 0) {
            OptionSpec option = withValue(spec, typed.substring(0, equals));
            String prefix = typed.substring(0, equals + 1);
            return option == null ? List.of() : startingWith(typed, prefix, values(form, option, before));
        }
        List<Item> items = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            items.add(new Item(option.longestName(), firstSentence(option.description())));
        }
        return startingWith(typed, "", items);
    }

    private static List<Item> commands() {
        List<Item> items = new ArrayList<>();
        for (Subcommand subcommand : Subcommand.values()) {
            if (!subcommand.isHidden()) {
                items.add(new Item(subcommand.word(), subcommand.purpose()));
            }
        }
        return items;
    }

    private List<Item> values(CommandForm form, OptionSpec option, List<String> before) {
        List<String> fixed = form.words(option.longestName());
        return fixed.isEmpty() ? names(option.paramLabel(), before) : items(fixed, "");
    }

    private List<Item> arguments(CommandForm form, CommandSpec spec, List<String> before) {
        List<PositionalParamSpec> positionals = spec.positionalParameters();
        if (positionals.isEmpty()) {
            return List.of();
        }
        List<String> fixed = form.words("");
        return fixed.isEmpty() ? names(positionals.get(0).paramLabel(), before) : items(fixed, "");
    }

    private List<Item> names(String label, List<String> before) {
        List<Item> items = new ArrayList<>();
        for (String name : new ManifestNames(session, before).of(label)) {
            items.add(new Item(name, ""));
        }
        return items;
    }

    private static List<Item> items(List<String> words, String says) {
        List<Item> items = new ArrayList<>();
        for (String word : words) {
            items.add(new Item(word, says));
        }
        return items;
    }

    private static List<Item> startingWith(String typed, String prefix, List<Item> items) {
        List<Item> fitting = new ArrayList<>();
        for (Item item : items) {
            String whole = prefix + item.word();
            if (whole.startsWith(typed)) {
                fitting.add(new Item(whole, item.says()));
            }
        }
        return fitting;
    }

    private static @Nullable OptionSpec withValue(CommandSpec spec, String name) {
        OptionSpec option = spec.findOption(name);
        return option == null || option.arity().max() == 0 ? null : option;
    }

    private static String firstSentence(String[] description) {
        String text = description.length == 0 ? "" : description[0].replace("%%", "%");
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
