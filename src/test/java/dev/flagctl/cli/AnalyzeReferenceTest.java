// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code analyze --test} says beside what reference implementations say of the same data. The numbers are theirs: published by them, or printed by
 * the named version for the named call.
 */
final class AnalyzeReferenceTest {

    @TempDir
    Path folder;

    private JsonNode analyze(String data, String options) {
        List<String> args = new ArrayList<>(List.of("analyze", "-", "-o", "json"));
        args.addAll(Arrays.asList(options.split(" ")));
        Cli.Result result = Cli.in(folder).typing(data).run(args.toArray(String[]::new));
        assertThat(result.errorOutput()).isEmpty();
        return JsonMapper.shared().readTree(result.output()).at("/analyses/0");
    }

    /** savvi 0.3.1, {@code Multinomial(0.05, theta_0)} with K = 100: p-value after each update, and {@code conf_int}. */
    @Test
    void a_split_is_judged_as_savvi_does() {
        JsonNode two = analyze("{\"counts\": [[100, 40], [48, 22]]}", "--test multinomial-srm --shares 0.8,0.2 --path");
        JsonNode four = analyze(
                "{\"counts\": [[15, 18, 30, 37], [9, 28, 25, 38], [200, 300, 260, 240]]}",
                "--test multinomial-srm --shares 0.1,0.2,0.3,0.4");

        assertThat(two.at("/path/0/p").asDouble()).isCloseTo(0.28599745796331777, within(1e-12));
        assertThat(two.get("p").asDouble()).isCloseTo(0.04557963175926021, within(1e-12));
        assertThat(two.at("/estimate/lower").asDouble()).isCloseTo(0.2007444, within(1e-6));
        assertThat(two.at("/estimate/upper").asDouble()).isCloseTo(0.4032870, within(1e-6));
        assertThat(four.get("p").asDouble()).isCloseTo(7.984799911076474e-36, within(1e-46));
        assertThat(four.at("/numbers/share 2 at least").asDouble()).isCloseTo(0.2231833, within(1e-6));
        assertThat(four.at("/numbers/share 2 at most").asDouble()).isCloseTo(0.3599344, within(1e-6));
    }

    /** ssrm-test 0.1.5, {@code sequential_p_values(data, [0.5, 0.5])}, whose concentration is 10,000. */
    @Test
    void a_split_is_judged_as_ssrm_test_does_after_each_look() {
        JsonNode looks = analyze(
                "{\"counts\": [[520, 480], [550, 450], [540, 460]]}",
                "--test multinomial-srm --shares 0.5,0.5 --concentration 10000 --path");

        assertThat(looks.at("/path/0/p").asDouble()).isCloseTo(0.9752351257855065, within(1e-10));
        assertThat(looks.at("/path/1/p").asDouble()).isCloseTo(0.48403971839681725, within(1e-10));
        assertThat(looks.at("/path/2/p").asDouble()).isCloseTo(0.17718114566851154, within(1e-10));
    }

    /** gbstats 0.8.0, {@code SequentialTwoSidedTTest(a, b, SequentialConfig(alpha, difference_type, sequential_tuning_parameter))}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mean  |                            | 0.23185606060606068  | 0.09345792969646191  | 0.3702541915156594  | 5.566839134684247e-05
            mean  | --relative --best 1000 --alpha 0.01 | 0.07727462094911063  | 0.021810171565225286 | 0.13273907033299598 | 2.7565138441980893e-05
            share |                            | 0.0071052631578947395 | 0.00011302617698555079 | 0.014097500138803929 | 0.04238961328667643
            share | --relative --best 1000 --alpha 0.01 | 0.15789473684210534  | -0.0459612873916071  | 0.3617507610758178  | 0.2143332738489676
            """)
    void means_and_shares_have_the_sequential_interval_of_growthbook(
            String what, String options, double value, double lower, double upper, double p) {
        String data = what.equals("mean")
                ? """
                        {"control": {"n": 1200, "sum": 3600.5, "sum2": 12000.25},
                         "treatment": {"n": 1100, "sum": 3555.5, "sum2": 12900.75}}
                        """
                : "{\"control\": {\"n\": 20000, \"x\": 900}, \"treatment\": {\"n\": 19000, \"x\": 990}}";

        JsonNode all = analyze(data, ("--test asympcs --sided two " + (options == null ? "" : options)).strip());

        assertThat(all.at("/estimate/value").asDouble()).isCloseTo(value, within(1e-12));
        assertThat(all.at("/estimate/lower").asDouble()).isCloseTo(lower, within(1e-12));
        assertThat(all.at("/estimate/upper").asDouble()).isCloseTo(upper, within(1e-12));
        assertThat(all.get("p").asDouble()).isCloseTo(p, within(1e-12));
    }

    /** scipy 1.17.1, {@code mannwhitneyu(treatment, control, alternative, method, use_continuity)}. */
    @ParameterizedTest
    @CsvSource({
        "--sided one, 0.075990675990676",
        "--sided two, 0.151981351981352",
        "--sided two --method exact, 0.151981351981352",
        "--sided one --method asymptotic, 0.07400534701189086",
        "--sided two --method asymptotic, 0.14801069402378172",
        "--sided one --method asymptotic --no-continuity, 0.06623178340397563",
        "--sided two --method asymptotic --no-continuity, 0.13246356680795127"
    })
    void ranks_are_compared_as_scipy_does_by_each_of_its_methods(String options, double p) {
        String data = "{\"control\": [1.1, 2.3, 3.7, 4.2, 5.9, 6.1, 7.4, 8.8], "
                + "\"treatment\": [2.9, 4.4, 5.1, 7.7, 9.3, 9.9, 10.2]}";

        JsonNode ranks = analyze(data, "--test mann-whitney " + options);

        assertThat(ranks.at("/numbers/U").asDouble()).isEqualTo(41);
        assertThat(ranks.get("p").asDouble()).isCloseTo(p, within(1e-12));
        assertThat(ranks.get("because").asString())
                .isEqualTo(
                        !options.contains("asymptotic")
                                ? "asked for; exact p-value"
                                : options.contains("--no-continuity")
                                        ? "asked for; normal approximation"
                                        : "asked for; normal approximation, corrected for continuity");
    }

    /** scipy 1.17.1, {@code mannwhitneyu(treatment, control, alternative="two-sided")}: ties take the normal approximation. */
    @Test
    void ties_of_ranks_are_counted_by_half_as_scipy_does_and_have_no_exact_p_value() {
        String data = "{\"control\": [1, 1, 2, 2, 2, 3, 4, 4], \"treatment\": [2, 3, 3, 4, 4, 4, 5, 5, 5]}";
        String same = "{\"control\": [3, 3], \"treatment\": [3, 3, 3]}";

        JsonNode ties = analyze(data, "--test mann-whitney --sided two");

        assertThat(ties.at("/numbers/U").asDouble()).isEqualTo(59.5);
        assertThat(ties.get("p").asDouble()).isCloseTo(0.02332682653209117, within(1e-12));
        assertThat(ties.at("/estimate/value").asDouble()).isCloseTo(59.5 / 72, within(1e-12));
        assertThat(analyze(same, "--test mann-whitney --sided two").get("p").asDouble())
                .isEqualTo(1);
        assertThat(Cli.in(folder)
                        .typing(data)
                        .run("analyze", "-", "--test", "mann-whitney", "--method", "exact")
                        .errorOutput())
                .contains("an exact p-value needs values without ties");
    }

    /** statsmodels 0.15.0, {@code proportions_ztest([61, 45], [1000, 1100], alternative)}; by hand for the variances of both arms. */
    @ParameterizedTest
    @CsvSource({
        "--sided one, 2.1003422510915466, 0.017849372537736875",
        "--sided two, 2.1003422510915466, 0.03569874507547375",
        "--sided two --unpooled, 2.0839166012231223, 0.037167753998554404"
    })
    void two_proportions_are_compared_once_as_statsmodels_does(String options, double z, double p) {
        JsonNode once = analyze(
                "{\"control\": {\"n\": 1100, \"x\": 45}, \"treatment\": {\"n\": 1000, \"x\": 61}}",
                "--test z " + options);

        assertThat(once.at("/numbers/z").asDouble()).isCloseTo(z, within(1e-12));
        assertThat(once.get("p").asDouble()).isCloseTo(p, within(1e-8));
    }

    /** R package Sequential, {@code CV.Poisson(SampleSize, M)} at alpha 0.05, from its table; with the power that its manual prints. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 2.85393700326128",
        "1, 3, 1.7742178463146",
        "1.5, 4, 1.68320857573985",
        "5, 1, 3.29718279728549",
        "5, 8, 1.93644717718729",
        "10, 1, 3.46795158033368",
        "10, 4, 2.92156132978567",
        "10, 10, 2.2814406139523",
        "20, 1, 3.62812301587201",
        "20, 10, 2.71713745193818",
        "100, 1, 3.95232090599911",
        "100, 6, 3.52008147061398",
        "200, 3, 3.86276222895003"
    })
    void critical_values_of_the_table_of_sequential(String horizon, String events, double critical) {
        JsonNode test = analyze(
                "{\"treatment\": {\"n\": 1, \"x\": 1}}",
                "--test maxsprt --expected 1 --horizon " + horizon + " --min-events " + events);

        assertThat(test.at("/numbers/critical value").asDouble()).isCloseTo(critical, within(2e-7));
        if (horizon.equals("10") && events.equals("1")) {
            assertThat(test.at("/numbers/power at ratio 2").asDouble()).isCloseTo(0.6850634, within(5e-8));
        }
    }

    /** The formulas of {@code docs/analyze.md} and its sources with 50 digits (mpmath 1.4.1): three times four buckets, with and without a margin. */
    @ParameterizedTest
    @CsvSource({
        "conditional, 16.19110566645392, 13.487067194756348",
        "conditional --sided two, 15.497958486539884, 12.793920026490327",
        "share-bet, 5.7054856137659414, 5.4105710629369247",
        "bucket-asympcs, 3.2409884770493464, 3.1820454825754725",
        "baseline --baseline 0.05, 5.6221924703605685, 3.2867734822998776",
        "safe-2x2, 17.457651828484537, 14.660548264692658"
    })
    void mixtures_and_bets_are_what_their_formulas_say(String test, double logE, double beyondTenPercent) {
        StringBuilder data = new StringBuilder("bucket,control_n,control_x,treatment_n,treatment_x\n");
        for (int i = 0; i < 12; i += 4) {
            data.append(i).append(",100,4,100,7\n");
            data.append(i + 1).append(",90,3,110,9\n");
            data.append(i + 2).append(",200,5,50,6\n");
            data.append(i + 3).append(",80,0,80,5\n");
        }

        JsonNode plain = analyze(data.toString(), "--test " + test);
        JsonNode margin = analyze(data.toString(), "--margin 10% --test " + test);

        assertThat(plain.get("logE").asDouble()).isCloseTo(logE, within(1e-12));
        assertThat(margin.get("logE").asDouble()).isCloseTo(beyondTenPercent, within(1e-12));
    }

    /** Gauss-Legendre integration of the boundary by panels of half a standard deviation, where looks are early or close and packages are imprecise. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.2 0.21 0.6 1                 | --alpha 0.001               | 7.264718580985386 7.097634025562344 4.090052699328705 3.092506084982551
            0.13 0.29 0.366 0.663 0.6686 1 | --sided two --each-side 1   | 6.106794278459295 4.001116779357088 3.538645363070005 2.5218872549240863 2.5826646824792934 1.9941029328053774
            0.1 0.11 0.5 1                 | --pocock 1                  | 2.412201675481822 2.6207016897651227 1.9751433623208894 1.905376563507942
            """)
    void planned_looks_that_are_early_or_close_have_the_bounds_of_the_integral(
            String shares, String options, String bounds) {
        StringBuilder data = new StringBuilder("bucket,control_n,control_x,treatment_n,treatment_x\n");
        long before = 0;
        int look = 0;
        for (String share : shares.split(" ", -1)) {
            long units = Math.round(Double.parseDouble(share) * 100_000);
            data.append(look++ + "," + (units - before) + ",1," + (units - before) + ",1\n");
            before = units;
        }

        JsonNode planned = analyze(data.toString(), "--test group-sequential --planned 200000 " + options);

        String[] all = bounds.split(" ", -1);
        for (int i = 0; i < all.length; i++) {
            double bound = Double.parseDouble(all[i]);
            assertThat(planned.at("/numbers/bound at look " + (i + 1)).asDouble())
                    .isCloseTo(bound, within(bound < 6.5 ? 1e-6 : 1e-3));
        }
    }

    /** rpact 3.3.4, {@code getDesignGroupSequential(typeOfDesign = "asOF" or "asP", sided, alpha = 0.05)}: five and two equal looks. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | --sided one                          | 4.22919506 2.88813655 2.29809028 1.96182147 1.73970451
            5 | --sided two --each-side 1            | 4.87688495 3.35701192 2.68028006 2.28981677 2.03103206
            2 | --sided one --pocock 1               | 1.86621386 1.88487532
            2 | --sided two --each-side 1 --pocock 1 | 2.15699922 2.20097696
            """)
    void planned_looks_have_the_bounds_of_rpact(int looks, String options, String bounds) {
        StringBuilder data = new StringBuilder("bucket,control_n,control_x,treatment_n,treatment_x\n");
        for (int i = 0; i < looks; i++) {
            data.append(i).append(",100,5,100,5\n");
        }

        JsonNode planned = analyze(data.toString(), "--test group-sequential --planned " + 200 * looks + " " + options);

        String[] all = bounds.split(" ", -1);
        for (int i = 0; i < looks; i++) {
            assertThat(planned.at("/numbers/bound at look " + (i + 1)).asDouble())
                    .isCloseTo(Double.parseDouble(all[i]), within(2e-6));
        }
    }

    /** confseq 0.0.11, {@code quantile_ab_p_value(a, b, 0.9, 50, 0.01)}, {@code bernoulli_confidence_interval(700, 1000, 0.05, 1000)}. */
    @Test
    void quantiles_and_shares_of_one_arm_are_judged_as_confseq_does() {
        StringBuilder data = new StringBuilder("control,treatment\n");
        for (int i = 0; i < 80; i++) {
            data.append(i < 60 ? String.valueOf((i * 37) % 101 / 10.0) : "")
                    .append(',')
                    .append((i * 53) % 103 / 8.0)
                    .append('\n');
        }

        JsonNode quantiles = analyze(data.toString(), "--test quantile-ab --quantile 0.9 --best 50 --best-alpha 0.01");
        JsonNode share = analyze(
                "{\"control\": {\"n\": 0, \"x\": 0}, \"treatment\": {\"n\": 1000, \"x\": 700}}",
                "--test burn --objective 0.5");

        assertThat(quantiles.get("p").asDouble()).isCloseTo(0.14991606155183723, within(1e-10));
        assertThat(share.at("/estimate/lower").asDouble()).isCloseTo(0.6549905281175143, within(1e-10));
        assertThat(share.at("/estimate/upper").asDouble()).isCloseTo(0.7428217646205668, within(1e-10));
    }

    /** The interval of the difference leaves 0 out exactly when the test of confseq rejects, at the risk where it just does. */
    @ParameterizedTest
    @ValueSource(ints = {70, 85, 100, 150})
    void the_interval_of_a_difference_of_quantiles_agrees_with_the_test(int shift) {
        StringBuilder data = new StringBuilder("control,treatment\n");
        for (int i = 1; i <= 1000; i++) {
            data.append(i).append(',').append(i + shift).append('\n');
        }
        double p = analyze(data.toString(), "--test quantile-ab --quantile 0.5 --best-alpha 0.05")
                .get("p")
                .asDouble();

        JsonNode rejects = analyze(
                data.toString(),
                "--test quantile-ab --quantile 0.5 --best-alpha 0.05 --alpha " + Math.min(0.99, p * 1.0001));
        JsonNode accepts =
                analyze(data.toString(), "--test quantile-ab --quantile 0.5 --best-alpha 0.05 --alpha " + p * 0.9999);

        assertThat(rejects.at("/estimate/value").asDouble()).isEqualTo(shift);
        assertThat(rejects.at("/estimate/lower").asDouble()).isPositive();
        assertThat(accepts.at("/estimate/lower").asDouble()).isNotPositive();
        assertThat(accepts.at("/estimate/upper").asDouble()).isGreaterThan(shift);
    }

    /** Pairs of one unit of each arm, as {@code safeTwoProportionsTest(ya, yb, pilot = TRUE)} of safestats; worked out by hand from its formula. */
    @Test
    void two_proportions_start_with_the_prior_of_safestats() {
        // Before the second pair: (1 + 0.18) / (1 + 0.36) and 0.18 / 1.36; their mean is 1/2.
        double expected = (1.18 / 1.36 / 0.5) * (1 - 0.18 / 1.36) / 0.5;
        String pairs = "bucket,control_n,control_x,treatment_n,treatment_x\n0,1,1,1,0\n1,1,1,1,0\n";

        JsonNode two = analyze(pairs, "--test safe-2x2 --sided two");
        JsonNode harm = analyze(pairs, "--test safe-2x2");

        assertThat(Math.exp(two.get("logE").asDouble())).isCloseTo(expected, within(1e-12));
        assertThat(harm.get("logE").asDouble()).isZero();
    }

    /** Counts of 10¹² units have as many digits as those of a thousand; no p-value or interval is lost in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "safe-2x2",
                "conditional",
                "share-bet",
                "asympcs",
                "multinomial-srm",
                "z",
                "baseline --baseline 0.1",
                "burn --objective 0.5"
            })
    void huge_empty_and_extreme_counts_have_a_p_value_and_an_interval(String test) {
        String[] arms = {
            "{\"n\": 0, \"x\": 0}",
            "{\"n\": 1, \"x\": 1}",
            "{\"n\": 1000000000000, \"x\": 0}",
            "{\"n\": 1000000000000, \"x\": 1}",
            "{\"n\": 1000000000000, \"x\": 1000000000000}"
        };
        List<String> metrics = new ArrayList<>();
        for (String control : arms) {
            for (String treatment : arms) {
                metrics.add("{\"control\": " + control + ", \"treatment\": " + treatment + "}");
            }
        }
        String data = "{\"metrics\": " + metrics + "}";
        Cli.Result result =
                Cli.in(folder).typing(data).run(("analyze - -o json --alpha 1e-10 --test " + test).split(" "));

        JsonNode analyses = JsonMapper.shared().readTree(result.output()).get("analyses");

        assertThat(analyses).hasSize(25);
        for (JsonNode each : analyses) {
            if (!test.startsWith("burn")) {
                assertThat(each.get("p").asDouble()).isBetween(0.0, 1.0);
            }
            double lower = each.at("/estimate/lower").asDouble(Double.NEGATIVE_INFINITY);
            double upper = each.at("/estimate/upper").asDouble(Double.POSITIVE_INFINITY);
            double value = each.at("/estimate/value").asDouble(Double.NaN);
            assertThat(lower).isLessThanOrEqualTo(upper);
            assertThat(Double.isNaN(value) || (lower <= value && value <= upper))
                    .as(each.toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"share-bet", "bucket-asympcs", "maxsprt --horizon 10 --expected 1", "baseline --baseline 0.1"})
    void a_test_that_bets_on_harm_only_refuses_two_sides(String test) {
        String data = "{\"control\": {\"n\": 10, \"x\": 1}, \"treatment\": {\"n\": 10, \"x\": 1}}";
        Cli.Result result = Cli.in(folder).typing(data).run(("analyze - --sided two --test " + test).split(" "));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("looks for harm only: leave --sided two out");
    }

    @Test
    void betting_on_shares_warns_of_arms_that_are_not_of_the_same_size() {
        String same = "{\"control\": {\"n\": 1000, \"x\": 9}, \"treatment\": {\"n\": 1010, \"x\": 9}}";
        String tenth = "{\"control\": {\"n\": 1000, \"x\": 9}, \"treatment\": {\"n\": 100, \"x\": 1}}";

        assertThat(analyze(same, "--test share-bet").get("because").asString()).isEqualTo("asked for");
        assertThat(analyze(tenth, "--test share-bet").get("because").asString())
                .contains("only right for arms of the same size");
    }
}
