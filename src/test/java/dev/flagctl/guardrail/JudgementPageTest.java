// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page on judgement promises is a test of that name. */
final class JudgementPageTest {

    private static final Pattern NAMED = Pattern.compile("`(SimulationTest|InvarianceTest)\\.(\\w+)`");

    @Test
    void every_test_that_the_page_names_is_there_and_all_eight_points_have_one() throws IOException {
        Set<String> methods = new TreeSet<>();
        for (Class<?> tests : List.of(SimulationTest.class, InvarianceTest.class)) {
            Stream.of(tests.getDeclaredMethods())
                    .map(Method::getName)
                    .forEach(name -> methods.add(tests.getSimpleName() + "." + name));
        }
        List<String> named = new ArrayList<>();
        for (int point = 1; point <= 8; point++) {
            Matcher tests = NAMED.matcher(row(point));
            int before = named.size();
            while (tests.find()) {
                named.add(tests.group(1) + "." + tests.group(2));
            }
            assertThat(named).as("tests of point %d", point).hasSizeGreaterThan(before);
        }

        assertThat(methods).containsAll(named);
    }

    private static String row(int point) throws IOException {
        return Files.readAllLines(Path.of("docs/judgement.md")).stream()
                .filter(line -> line.startsWith("| " + point + " |"))
                .findFirst()
                .orElseThrow();
    }
}
