// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LinksTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void every_relative_link_leads_to_a_file_and_a_heading_that_are_there() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(prose(page));
            while (link.find()) {
                if (!link.group(1).contains("://")) {
                    links++;
                    check(page, link.group(1), broken);
                }
            }
        }

        assertThat(links).isGreaterThan(50);
        assertThat(broken).isEmpty();
    }

    @Test
    void every_page_is_reached_from_the_readme() throws IOException {
        Set<Path> reached = new HashSet<>();
        follow(Path.of("README.md"), reached);

        assertThat(reached).containsAll(pages());
    }

    private static void check(Path page, String link, List<String> broken) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : resolve(page, path);
        if (!Files.exists(target)) {
            broken.add(page + ": " + link + " is not there");
        } else if (hash >= 0 && !anchors(target).contains(link.substring(hash + 1))) {
            broken.add(page + ": " + link + " names no heading");
        }
    }

    private static void follow(Path page, Set<Path> reached) throws IOException {
        if (!reached.add(page)) {
            return;
        }
        Matcher link = LINK.matcher(prose(page));
        while (link.find()) {
            String path = link.group(1).replaceFirst("#.*", "");
            if (path.endsWith(".md") && !path.contains("://")) {
                follow(resolve(page, path), reached);
            }
        }
    }

    private static Path resolve(Path page, String path) {
        return page.resolveSibling(path).normalize();
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        Matcher heading = HEADING.matcher(prose(page));
        while (heading.find()) {
            String text = heading.group(1).toLowerCase(Locale.ROOT);
            anchors.add(text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
        }
        return anchors;
    }

    private static String prose(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
