// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever types what a page says must not be told that there is no such command or option. */
final class DocumentedCommandsTest {

    /** A line of a console, a step of a job, or a piece of code in a sentence. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?:(?m:^) *(?:\\$ |- run: |script: \\[)(?:exec )?|`)(?:\\./)?flagctl ([a-z_]+[^`\\n)\\],]*)");

    private static final Pattern OPTION = Pattern.compile("(?<=\\s)--?[a-z][a-z-]*");

    @Test
    void commands_and_options_of_the_pages_are_there() throws IOException {
        List<String> unknown = new ArrayList<>();
        TreeMap<String, String> help = new TreeMap<>();
        int commands = 0;
        for (Path page : pages()) {
            Matcher command = COMMAND.matcher(Files.readString(page));
            while (command.find()) {
                commands++;
                String line = command.group(1).replaceFirst("[|>#].*", "");
                String word = line.split("\\s", 2)[0];
                if (Subcommand.find(word).isEmpty()) {
                    unknown.add(page + ": " + word);
                    continue;
                }
                String options = help.computeIfAbsent(
                        word, each -> Cli.launch(each, "--help").output());
                Matcher option = OPTION.matcher(line);
                while (option.find()) {
                    if (!Pattern.compile("(?m)^ *(-\\w, )?(-\\w\\b|--[\\w-]+, )*" + option.group() + "\\b")
                            .matcher(options)
                            .find()) {
                        unknown.add(page + ": " + word + " " + option.group());
                    }
                }
            }
        }

        assertThat(commands).isGreaterThan(20);
        assertThat(unknown).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
