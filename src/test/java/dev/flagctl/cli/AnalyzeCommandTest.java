// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everybody can check the engine with a file. */
final class AnalyzeCommandTest {

    private static final String THREE_MINUTES = """
            bucket,arm,n,x
            0,control,100,1
            0,treatment,100,3
            1,control,100,0
            1,treatment,100,4
            2,control,100,0
            2,treatment,100,5
            """;

    @TempDir
    Path folder;

    private Cli.Result run(String data, String... options) {
        List<String> args = new ArrayList<>(List.of("analyze", "-"));
        args.addAll(List.of(options));
        return Cli.in(folder).typing(data).run(args.toArray(String[]::new));
    }

    private JsonNode json(String data, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-o", "json"));
        Cli.Result result = run(data, all.toArray(String[]::new));
        assertThat(result.errorOutput()).isEmpty();
        return JsonMapper.shared().readTree(result.output()).at("/analyses/0");
    }

    @Test
    void says_what_a_guardrail_would_say_and_which_test_it_took() {
        Cli.Result result = run(THREE_MINUTES);

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).isEqualTo("""
                data  FAIL
                  test          conditional: bad units are rare or their rate is not known; dispersion not
                                measured: no buckets from before the rollout
                  log e-value   4.245, largest 4.245 of 2.99573
                  p             0.0143358
                  estimate      ratio of the rates 12, between 1.3594 and infinity
                  control       0.00333333
                  treatment     0.04
                  in words      FAIL: 4% vs control 0.33%, evidence 69 of 20; rule: not worse than control
                """);
    }

    @Test
    void every_form_of_the_same_data_gives_the_same_evidence() {
        String wide = """
                bucket,control_n,control_x,treatment_n,treatment_x
                0,100,1,100,3
                1,100,0,100,4
                2,100,0,100,5
                """;
        String buckets = """
                {"metric": "errors", "buckets": [
                  {"start": "2026-11-23T13:00:00Z", "control": {"n": 100, "x": 1}, "treatment": {"n": 100, "x": 3}},
                  {"start": "2026-11-23T13:01:00Z", "control": {"n": 100, "x": 0}, "treatment": {"n": 100, "x": 4}},
                  {"start": "2026-11-23T13:05:00Z", "control": {"n": 100, "x": 0}, "treatment": {"n": 100, "x": 5}}]}
                """;
        double expected = json(THREE_MINUTES).get("logE").asDouble();

        for (String data : List.of(wide, buckets, "{\"metrics\": [" + buckets + "]}")) {
            assertThat(json(data).get("logE").asDouble()).isEqualTo(expected);
        }
    }

    /** Values that confseq, savvi, GrowthBook and the R package Sequential publish. */
    @Test
    void published_values_come_out() {
        String shifted = "{\"control\": " + list(1) + ", \"treatment\": " + list(86) + "}";
        String sums = """
                {"control": {"n": 3000, "sum": 1396.87, "sum2": 52377.9767},
                 "treatment": {"n": 3461, "sum": 2422.7, "sum2": 134698.29}}
                """;

        assertThat(json(shifted, "--test", "quantile-ab", "--quantile", "0.5")
                        .get("p")
                        .asDouble())
                .isCloseTo(0.0838055, within(1e-6));
        assertThat(json("{\"counts\": [148, 62]}", "--test", "multinomial-srm", "--shares", "0.8,0.2")
                        .get("logE")
                        .asDouble())
                .isCloseTo(3.08829, within(1e-5));
        JsonNode growthbook = json(sums, "--test", "asympcs", "--relative", "--sided", "two", "--best", "1000")
                .get("estimate");
        assertThat(growthbook.get("value").asDouble()).isCloseTo(0.50336, within(1e-5));
        assertThat(growthbook.get("lower").asDouble()).isCloseTo(-0.55844, within(1e-5));
        assertThat(growthbook.get("upper").asDouble()).isCloseTo(1.56516, within(1e-5));
        assertThat(json(THREE_MINUTES, "--test", "maxsprt", "--horizon", "10", "--min-events", "3", "--baseline", "1%")
                        .at("/numbers/critical value")
                        .asDouble())
                .isCloseTo(3.06424796686384, within(1e-8));
    }

    /** Five equal looks, 0.05 on two sides, as ldbounds; the distance of two distribution functions, as confseq. */
    @Test
    void planned_looks_have_their_bounds_and_distributions_their_distance() {
        String looks = """
                bucket,control_n,control_x,treatment_n,treatment_x
                0,100,5,100,5
                1,100,5,100,5
                2,100,5,100,5
                3,100,5,100,5
                4,100,5,100,25
                """;
        String slow = "{\"control\": " + list(1) + ", \"treatment\": " + list(401) + "}";

        JsonNode planned =
                json(looks, "--test", "group-sequential", "--planned", "1000", "--each-side", "1", "--sided", "two");
        JsonNode slower = json(slow, "--test", "distribution");

        assertThat(planned.at("/numbers/bound at look 1").asDouble()).isCloseTo(4.8769, within(1e-4));
        assertThat(planned.at("/numbers/bound at look 5").asDouble()).isCloseTo(2.0310, within(1e-4));
        assertThat(planned.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(slower.at("/numbers/largest gap").asDouble()).isCloseTo(0.4, within(1e-9));
        assertThat(slower.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(json("{\"control\": " + list(1) + ", \"treatment\": " + list(51) + "}", "--test", "distribution")
                        .get("verdict")
                        .asString())
                .isEqualTo("PASS");
    }

    private static String list(int from) {
        return IntStream.range(from, from + 1000).boxed().toList().toString();
    }

    @Test
    void buckets_before_the_start_choose_the_test_and_are_not_judged() {
        StringBuilder data = new StringBuilder("bucket,control_n,control_x,treatment_n,treatment_x\n");
        for (int i = 0; i < 40; i++) {
            data.append(i).append(",1000,").append(i % 2 == 0 ? 40 : 4).append(",0,0\n");
        }
        for (int i = 40; i < 50; i++) {
            data.append(i).append(",500,10,500,10\n");
        }

        JsonNode analysis = json(data.toString(), "--from", "40");

        assertThat(analysis.get("test").asString()).isEqualTo("share-bet");
        assertThat(analysis.get("because").asString()).startsWith("requests come in bursts (dispersion 29.5");
        assertThat(analysis.at("/numbers/treatment").asDouble()).isEqualTo(0.02);
    }

    @Test
    void histograms_values_and_limits_are_judged_by_their_kind() {
        String histogram = """
                bucket,arm,le,count
                0,control,0.1,900
                0,control,0.5,990
                0,control,+Inf,1000
                0,treatment,0.1,700
                0,treatment,0.5,900
                0,treatment,+Inf,1000
                """;
        String values = "control,treatment\n" + "1,3\n2,4\n3,5\n".repeat(30);

        assertThat(json(histogram, "--edge", "0.5").get("verdict").asString()).isEqualTo("FAIL");
        assertThat(json(values).get("test").asString()).isEqualTo("asympcs");
        assertThat(json(values).get("verdict").asString()).isEqualTo("FAIL");
        assertThat(json(values, "--worse", "lower").get("verdict").asString()).isEqualTo("PASS");
        assertThat(json(THREE_MINUTES, "--above", "3%").get("verdict").asString())
                .isEqualTo("FAIL");
        assertThat(json(THREE_MINUTES, "--kind", "burn", "--objective", "99.9%")
                        .get("verdict")
                        .asString())
                .isEqualTo("FAIL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                       | it is empty
            `bucket,arm,n,x`                                                         | there are no rows
            `bucket,arm,n,x;0,control,-1,0`                                          | line 2: n must be a whole number of at least 0, not -1
            `bucket,arm,n,x;0,control,1.5,0`                                         | line 2: n must be a whole number
            `bucket,arm,n,x;0,control,NaN,0`                                         | line 2: n must be a finite number, not NaN
            `bucket,arm,n,x;0,control,3,5;1,control,3,1`                             | control has x 5, more than n 3
            `bucket,arm,n,x;1,control,3,1;0,control,3,1`                             | line 3: the bucket at 0 is older than the one before
            `bucket,arm,n,x;0,control,3,1;0,control,3,1`                             | line 3: this arm of the bucket was there already
            `bucket,arm,n,x;0,canary,3,1`                                            | line 2: arm is control or treatment, not "canary"
            `bucket,arm,n,x;0,"control,3,1`                                          | line 2: the quote at character 3 is not closed on its line; within quotes, write "" for a quote
            `bucket,arm,n,x;0,"control"s,3,1`                                        | line 2: there is text at character 12, behind a closing quote
            `bucket,arm,n,x;0,control,3,1;1,control,3,1`                             | it tells of no treatment; an arm without units has n 0
            `bucket,arm,n,x;0,treatment,3,1`                                         | it tells of no control
            `bucket,arm,n,x;0,control,3,`                                            | line 2: x must be a finite number, not an empty cell
            `bucket,arm,n,x;0,control,,1;0,treatment,2,1`                            | line 3: n is missing: x of how many units?
            `bucket,arm,n,x;0,control,10d,1`                                         | line 2: n must be a finite number, not 10d
            `bucket,arm,n,x;0,control,0x1p3,1`                                       | line 2: n must be a finite number, not 0x1p3
            `bucket,arm,n,x;0,control,1e16,1`                                        | line 2: n must be a whole number of at least 0 and at most 9e15
            `bucket,arm,n,x;0,control,9e15,1;0,treatment,9e15,1`                     | line 3: there are more than 9e15 units in all
            `bucket,control_n,control_x,treatment_n,treatment_x;0,9,1,9,1;0,9,1,9,1` | line 3: the bucket at 0 overlaps the one before
            `bucket,arm,le,count;0,control,0.1,5;0,control,0.1,6`                    | line 3: this edge of the arm was there already
            `control,treatment;1,1e200`                                              | line 2: a value must be a number of at most 1e140
            `;;;bucket,arm,n;0,control,-1`                                           | line 5: n must be a whole number
            `bucket,arm,n,x;0,control,3`                                             | line 2: 3 columns where the header has 4
            `bucket,arm,n,y;0,control,3,1`                                           | line 1: the header is not one of those that are known: "y"
            `control,treatment;1,NaN`                                                | line 2: treatment must be a finite number, not NaN
            `{"buckets": []}`                                                        | there are no buckets and no values in it
            `{"buckets": [{"control": {"n": -1, "x": 0}}]}`                          | line 1: n must be a whole number of at least 0, not -1
            `{"buckets": [{"control": {"n": 1, "x": 2}}]}`                           | line 1: control has x 2, more than n 1
            `{"buckets": [{"control": {"n": 1e999}}]}`                               | line 1: n must be a finite number
            `{"buckets": [{"control": {"n": "many"}}]}`                              | line 1: n must be a finite number, not the text "many"
            `{"buckets": [{"control": {"n": 1, "y": 2}}]}`                           | line 1: there is no "y" here; known are n, x, sum
            `{"buckets": [;{"start": "2026-11-23T13:00:00Z", "control": {"n": 1}},;{"start": "2026-11-23T13:00:30Z", "control": {"n": 1}}]}` | line 3: the bucket at 2026-11-23T13:00:30Z overlaps the one before
            `{"control": {"n": 10, "sum": 10, "sum2": 1}}`                           | sum2 is smaller than
            `{"control": {"n": 10, "le": {"0.1": 9, "0.5": 4}}}`                     | cumulative
            `{"buckets": [{"control"`                                                | it is not valid JSON
            `;;{"control": {"n": 1, "x": 0},;}`                                      | line 4: it is not valid JSON
            `{"control": {"n": 1, "n": 2}}`                                          | line 1: it is not valid JSON: Duplicate Object property "n"
            `{"control": {"n": NaN}}`                                                | line 1: it is not valid JSON: Non-standard token 'NaN'
            `{"control": {"n": 1}, "treatment": {"n": 1}} {`                         | line 1: there is more behind the end of the JSON
            `{"metrics": [5]}`                                                       | line 1: here must be a metric such as
            `{"metrics": [[[[[[[[[[[[[[[[[[[[[[[[`                                   | line 1: here must be a metric such as
            `{"control": {"n": 5, "x": 1}}`                                          | it tells of no treatment
            `[1, 2]`                                                                 | here must be a bucket
            `{"control": {"n": "9"}}`                                                | line 1: n must be a finite number, not the text "9"
            `{"buckets": [{"control": {"n": 1}, "treatment": {"n": 1}}],;"length": "5m"}` | line 2: length stands behind the buckets that last so long
            `{"kind": "rate", "metrics": [{"control": {"n": 1}, "treatment": {"n": 1}}]}` | line 1: beside "metrics" stands what belongs to one metric
            `Bucket,arm,n,x;0,control,3,1`                                           | line 1: the header is not one of those that are known: "Bucket"; names are in lower case
            `bucket	arm	n	x`                                                      | commas stand between columns
            `bucket,arm,n,x;0,canary,3,1`                                            | line 2: arm is control or treatment, not "canary"; what is compared with is control
            """)
    void wrong_data_is_told_with_its_line(String data, String problem) {
        Cli.Result result = run(data.replace(';', '\n'));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.output()).isEmpty();
        assertThat(result.errorOutput())
                .startsWith("error: -")
                .contains(problem)
                .doesNotContain("Exception");
    }

    @Test
    void a_bucket_lasts_as_long_as_the_option_says_in_every_form_that_does_not() {
        String csv = "bucket,control_n,control_x,treatment_n,treatment_x\n0,90,9,10,1\n1,90,0,10,0\n";
        String arms = "{\"control\": {\"n\": 90, \"x\": %d}, \"treatment\": {\"n\": 10, \"x\": %d}}";
        String json = "[" + arms.formatted(9, 1) + ", " + arms.formatted(0, 0) + "]";
        String told = "{\"length\": \"1h\", \"buckets\": " + json + "}";
        String totals =
                "{\"control\": {\"n\": 90, \"x\": 9}, \"treatment\": {\"n\": 10, \"x\": 1}, \"length\": \"6h\"}";

        for (String data : List.of(csv, json, told)) {
            JsonNode burn = json(data, "--test", "burn", "--objective", "0.9", "--length", "1h");

            assertThat(burn.at("/numbers/burn 1h").asDouble()).isZero();
            assertThat(burn.at("/numbers/burn 6h").asDouble()).isCloseTo(0.5, within(1e-12));
        }
        assertThat(json(totals, "--test", "burn", "--objective", "0.9")
                        .at("/numbers/burn 6h")
                        .asDouble())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void quotes_marks_of_byte_order_and_ends_of_lines_of_other_systems_are_read() {
        String plain = "bucket,arm,n,x\n0,control,100,1\n0,treatment,100,9\n";
        JsonNode expected = json(plain);

        for (String same : List.of(
                plain.replace("\n", "\r\n"),
                plain.replace('\n', '\r'),
                "\uFEFF" + plain,
                plain.replaceAll("([a-z]+|[0-9]+)", "\"$1\""),
                "\n \n" + plain.replace("\n", "\n\n"))) {
            assertThat(json(same)).isEqualTo(expected);
        }
        assertThat(json("metric,bucket,arm,n,x\n\"a, \"\"b\"\"\",0,control,9,1\n\"a, \"\"b\"\"\",0,treatment,9,1\n")
                        .get("metric")
                        .asString())
                .isEqualTo("a, \"b\"");
    }

    @Test
    void what_is_no_text_is_told_before_much_of_it_is_read() throws IOException {
        byte[] row = "0,control,3,1\n".getBytes(StandardCharsets.UTF_8);
        byte[] zeros = new byte[10];
        Files.write(folder.resolve("zero.csv"), zeros);
        Files.write(folder.resolve("latin.csv"), new byte[] {'m', ',', 'n', '\n', (byte) 0xE4, ',', '1', '\n'});
        Files.write(folder.resolve("latin.json"), new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'});
        try (OutputStream out = Files.newOutputStream(folder.resolve("line.csv"))) {
            for (int i = 0; i < 10_000; i++) {
                out.write(row, 0, row.length - 1);
            }
        }
        Files.writeString(folder.resolve("text.json"), "{\"metric\": \"" + "a".repeat(20_000) + "\"}");
        Files.createDirectory(folder.resolve("data"));
        Files.write(folder.resolve("wide.csv"), "bucket,arm,n,x\n".getBytes(StandardCharsets.UTF_16));
        Files.write(folder.resolve("data.csv.gz"), new byte[] {0x1F, (byte) 0x8B, 8, 0});
        Files.write(folder.resolve("data.xlsx"), new byte[] {'P', 'K', 3, 4});

        assertThat(problem("zero.csv")).contains("zero.csv line 1: there is a zero byte: this is no text");
        assertThat(problem("latin.csv")).contains("latin.csv line 1: the header is not one of those that are known");
        assertThat(problem("latin.json")).contains("latin.json line 1: it is not valid JSON: Invalid UTF-8");
        assertThat(problem("line.csv")).contains("line.csv line 1: the line is longer than 100000 bytes");
        assertThat(problem("text.json"))
                .contains("it is not valid JSON: String value length")
                .hasSizeLessThan(300);
        assertThat(problem("data")).contains("data is a folder");
        assertThat(problem("wide.csv")).contains("wide.csv: it is UTF-16: save it as UTF-8");
        assertThat(problem("data.csv.gz")).contains("it is compressed: pass it through gunzip");
        assertThat(problem("data.xlsx")).contains("save it as CSV");
    }

    private String problem(String file) {
        Cli.Result result = Cli.in(folder).run("analyze", file);
        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.output()).isEmpty();
        return result.errorOutput();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --test safe-2x3               | there is no test "safe-2x3"
            --test quantile-ab            | needs --quantile
            --test burn                   | needs --objective
            --test maxsprt                | needs --horizon
            --alpha 2                     | --alpha must be between 0 and 1
            --alpha 0.05,0.01             | --alpha is one number
            --margin lots                 | --margin must be a finite number
            --margin -1                   | --margin must be at least 0 and at most 1000000, not -1
            --sided three                 | --sided is one of one, two, not "three"
            --worse sideways              | --worse is one of higher, lower, not "sideways"
            --above 5% --below 3%         | --above and --below are two limits
            --planned 600                 | --planned is not read by an analysis without --test, only by group-sequential
            --test z --grid 2,3           | --grid is not read by the test z, only by conditional, baseline: leave it out
            --test conditional --grid -1  | --grid must be above 0 and at most 1000000, not -1
            --test safe-2x2 --prior 0     | --prior must be above 0
            --test asympcs --best -5      | --best must be above 0 and at most 1E+15, not -5
            --test asympcs --best 1,2     | --best is one number, not 2
            --test asympcs --best-alpha 2 | --best-alpha must be above 0 and below 1, not 2
            --test multinomial-srm --shares 0,1 | --shares must be above 0 and at most 1, not 0
            --test multinomial-srm --concentration -1 | --concentration must be above 0
            --test maxsprt --horizon 1e9 --baseline 1% | --horizon must be above 0 and at most 1000, not 1E+9
            --test maxsprt --horizon 9 --baseline 0    | --baseline must be above 0
            --test maxsprt --horizon 9 --expected 1 --min-events 1e9 | --min-events must be above 0 and at most 500
            --test maxsprt --horizon 9 --expected 1 --min-events -3  | --min-events must be above 0
            --test burn --objective 0.99 --period ever | --period must be a length of time such as 30d, not "ever"
            --test burn --objective 0.99 --period 0d   | --period must be longer than nothing
            --test group-sequential --planned 600 --from 2099-01-01T00:00:00Z | there is no bucket to judge: all are from before 2099-01-01T00:00:00Z
            --kind threshold              | a plain number has only limits
            --test mann-whitney           | needs raw values of both arms
            --test multinomial-srm --shares 0.5,0.6 | --shares must add up to 1
            """)
    void a_test_that_cannot_be_applied_says_what_it_needs(String options, String problem) {
        Cli.Result result = run(THREE_MINUTES, options.strip().split(" "));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains(problem);
    }

    /** A test passes nobody of whom it knows nothing, and an end of which nothing is known is not bounded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            safe-2x2                        | control   | there are no units of the control
            safe-2x2                        | treatment | there are no units of the treatment
            conditional                     | any arm   | there are no units of any arm
            share-bet                       | control   | there are no units of the control
            bucket-asympcs                  | treatment | there are no units of the treatment
            asympcs                         | control   | there are no units of the control
            z                               | control   | there are no units of the control
            z --sided two                   | any arm   | there are no units of any arm
            multinomial-srm                 | any arm   | there are no units of any arm
            burn --objective 0.99           | any arm   | there are no units of any arm
            baseline --baseline 1%          | treatment | there are no units of the treatment
            maxsprt --horizon 9 --baseline 1% | treatment | there are no units of the treatment
            group-sequential --planned 9000 | treatment | there are no units of the treatment
            """)
    void a_named_test_passes_nobody_who_has_no_units(String test, String empty, String reason) {
        String none = "{\"n\": 0, \"x\": 0}";
        String some = "{\"n\": 500, \"x\": 5}";
        String data = "{\"control\": " + (empty.equals("treatment") ? some : none) + ", \"treatment\": "
                + (empty.equals("control") ? some : none) + "}";
        String[] options = ("--test " + test).split(" ");

        JsonNode analysis = json(data, options);

        assertThat(analysis.get("verdict").asString()).isEqualTo("UNDECIDED");
        assertThat(analysis.get("because").asString()).contains(reason);
        assertThat(run(data, options).output()).doesNotContain("between unknown");
    }

    @Test
    void counts_of_many_arms_are_only_for_the_test_of_a_split() {
        assertThat(run("{\"counts\": [[820, 180]]}", "--test", "group-sequential", "--planned", "1000")
                        .errorOutput())
                .contains("counts of many arms are only for the test multinomial-srm");
    }

    /** A bet before the first bucket, on the prior alone, once left an upper end of 7 here, and of large buckets none at all. */
    @Test
    void the_interval_of_two_proportions_is_narrow_where_buckets_are_large() {
        StringBuilder data = new StringBuilder("bucket,control_n,control_x,treatment_n,treatment_x\n");
        for (int i = 0; i < 60; i++) {
            data.append(i).append(",10000,50,10000,60\n");
        }

        JsonNode estimate = json(data.toString(), "--test", "safe-2x2").get("estimate");

        assertThat(estimate.get("lower").asDouble()).isBetween(1.1, 1.2);
        assertThat(estimate.get("upper").asDouble()).isBetween(1.2, 1.3);
    }

    @Test
    void an_edge_that_the_histogram_does_not_have_is_refused_by_a_named_test() {
        String histogram =
                "bucket,arm,le,count\n0,control,0.1,9\n0,control,+Inf,9\n0,treatment,0.1,9\n0,treatment,+Inf,9\n";

        Cli.Result result = run(histogram, "--edge", "0.3", "--test", "group-sequential", "--planned", "100");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("0.3 is no edge of the histogram: name one of its edges");
    }

    @Test
    void tests_of_values_take_a_histogram_without_an_edge_or_say_that_they_need_values() {
        String histogram = """
                bucket,arm,le,count
                0,control,0.1,9000
                0,control,0.5,9900
                0,control,+Inf,10000
                0,treatment,0.1,7000
                0,treatment,0.5,9000
                0,treatment,+Inf,10000
                """;

        assertThat(json(histogram, "--test", "distribution").get("verdict").asString())
                .isEqualTo("FAIL");
        assertThat(json(histogram, "--test", "distribution", "--edge", "0.5")
                        .get("verdict")
                        .asString())
                .isEqualTo("FAIL");
        assertThat(json(histogram, "--test", "distribution", "--worse", "lower")
                        .get("verdict")
                        .asString())
                .isEqualTo("PASS");
        for (String test : List.of("mann-whitney", "quantile-ab")) {
            Cli.Result result = run(histogram, "--test", test, "--quantile", "0.5");
            assertThat(result.exitCode()).isEqualTo(64);
            assertThat(result.errorOutput())
                    .contains("the test " + test + " needs raw values of both arms (samples)")
                    .doesNotContain("edge");
        }
        assertThat(run(histogram, "--test", "z").errorOutput()).contains("it needs \"edge\"");
    }

    @Test
    void a_named_test_reads_the_parameters_that_the_file_states() {
        String errors = "\"control\": {\"n\": 10000, \"x\": 20}, \"treatment\": {\"n\": 10000, \"x\": 30}}";
        String values = "\"control\": [1, 2, 3, 4, 5, 9], \"treatment\": [2, 3, 4, 5, 6, 12]}";

        JsonNode stated =
                json("{\"kind\": \"ratio\", \"objective\": \"99%\", \"period\": \"28d\", " + errors, "--test", "burn");
        JsonNode asked =
                json("{\"kind\": \"ratio\", " + errors, "--test", "burn", "--objective", "0.99", "--period", "28d");

        assertThat(stated.at("/numbers/threshold 1h").asDouble()).isEqualTo(13.44);
        assertThat(stated).isEqualTo(asked);
        assertThat(json("{\"quantile\": 0.9, \"kind\": \"mean\", " + values, "--test", "quantile-ab"))
                .isEqualTo(json("{" + values, "--test", "quantile-ab", "--quantile", "0.9"));
        assertThat(json("{\"above\": 4.5, " + values).at("/numbers/treatment").asDouble())
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `"period": "28d"`                   |             | "period" would not be read: it is not for kind ratio; write kind burn, ask for --test burn
            `"objective": 0.99`                 | conditional | "objective" would not be read: it is not for kind ratio, nor for the test conditional; write kind burn
            `"quantile": 0.9`                   |             | "quantile" would not be read: it is not for kind ratio; write kind quantile
            `"above": 0.3`                      | safe-2x2    | "edge" would not be read: it is not for kind ratio, nor for the test safe-2x2; write kind share-above
            `"worse": "lower"`                  |             | "worse" would not be read: it is not for kind ratio; more bad units are always the harm
            `"kind": "rate", "period": "28d"`   | z           | "period" would not be read: it is not for kind rate, nor for the test z
            """)
    void what_nothing_would_read_is_refused(String fact, @Nullable String test, String words) {
        String errors = ", \"control\": {\"n\": 1000, \"x\": 2}, \"treatment\": {\"n\": 1000, \"x\": 3}}";

        Cli.Result result = test == null ? run("{" + fact + errors) : run("{" + fact + errors, "--test", test);

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains(words);
        assertThat(run("{\"worse\": \"higher\"" + errors).exitCode()).isZero();
    }

    /** Sloth, alert_test.go: thresholds of a period of 28 days. */
    @Test
    void the_period_of_an_error_budget_sets_the_thresholds() {
        JsonNode burn = json(THREE_MINUTES, "--test", "burn", "--objective", "0.99", "--period", "28d");

        assertThat(burn.at("/numbers/threshold 1h").asDouble()).isCloseTo(13.44, within(1e-12));
        assertThat(burn.at("/numbers/threshold 3d").asDouble()).isCloseTo(0.9333333333333333, within(1e-12));
    }

    /** Certain harm has a likelihood ratio of which no boundary can be followed. */
    @Test
    void maxsprt_ends_with_events_that_nobody_expected() {
        JsonNode certain = json(
                "{\"treatment\": {\"n\": 1000000000000, \"x\": 1000000000000}}",
                "--test",
                "maxsprt",
                "--horizon",
                "10",
                "--baseline",
                "1e-12");

        assertThat(certain.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(certain.get("p").asDouble()).isBetween(0.0, 1e-14);
    }

    /** 10,000 looks would be integrated for hours. */
    @Test
    void many_buckets_are_not_taken_for_planned_looks() {
        StringBuilder data = new StringBuilder("bucket,control_n,control_x,treatment_n,treatment_x\n");
        for (int i = 0; i < 10_000; i++) {
            data.append(i).append(",100,5,100,5\n");
        }

        Cli.Result result = run(data.toString(), "--test", "group-sequential", "--planned", "2e6");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput())
                .contains("each of the 10000 buckets is a look, and group-sequential has at most 200")
                .contains("add up the buckets between two looks");
    }

    @Test
    void a_file_that_holds_more_than_can_be_judged_is_refused_while_it_is_read() throws IOException {
        Path file = folder.resolve("large.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("control,treatment\n");
            for (int i = 0; i < 2_000_002; i++) {
                out.write("1,\n");
            }
        }

        Cli.Result result = Cli.in(folder).run("analyze", "large.csv");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("line 2000002: more than 2000000 values");
    }

    @Test
    void a_file_that_is_not_there_is_a_matter_of_usage() {
        Cli.Result result = Cli.in(folder).run("analyze", "nowhere.csv");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("there is no file nowhere.csv");
    }
}
