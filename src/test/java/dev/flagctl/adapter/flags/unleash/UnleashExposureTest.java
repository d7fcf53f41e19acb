// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.contract.FlagServiceExposureContract;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.support.UnleashServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** What users get, asked of Unleash's own SDK for Node against the real server. */
@Timeout(120)
final class UnleashExposureTest implements FlagServiceExposureContract {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SCRIPT = "src/test/resources/dev/flagctl/adapter/flags/unleash/evaluate.cjs";

    private final UnleashServer server = UnleashServer.shared();
    private Process sdk;
    private BufferedReader answers;
    private Writer questions;

    @BeforeEach
    void start() throws IOException {
        server.clear();
        ProcessBuilder builder = new ProcessBuilder(
                        UnleashServer.nodeCommand().toString(),
                        Path.of(SCRIPT).toAbsolutePath().toString(),
                        UnleashServer.folder().toString(),
                        server.url())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("UNLEASH_CLIENT_TOKEN", UnleashServer.CLIENT_TOKEN);
        sdk = builder.start();
        answers = sdk.inputReader(StandardCharsets.UTF_8);
        questions = sdk.outputWriter(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() {
        sdk.destroy();
    }

    @Override
    public FlagService open() {
        return UnleashAdapter.at(server.url());
    }

    @Override
    public List<Boolean> evaluate(String flagKey, List<Map<String, Object>> contexts) {
        return values(flagKey, contexts).stream().map(Boolean.class::cast).toList();
    }

    private List<?> values(String flagKey, List<Map<String, Object>> contexts) {
        try {
            questions.write(MAPPER.writeValueAsString(Map.of("flag", flagKey, "contexts", contexts)) + "\n");
            questions.flush();
            return MAPPER.readValue(answers.readLine(), List.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void during_a_phase_out_everybody_who_left_gets_the_successor_and_nobody_who_stayed() {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", "old");
        variants.put("off", "none");
        variants.put("next", "new");
        FlagState before = new FlagState(variants, "on", "off", Exposure.ALL, "targetingKey", "checkout");
        FlagState leaving = before.withRest("next").withExposure(Exposure.of(Percent.of(75)));
        FlagState half = leaving.withExposure(
                FlagServiceExposureContract.share("beta", "eu-west", 90).union(Exposure.of(Percent.of(50))));
        FlagState last = leaving.withExposure(FlagServiceExposureContract.share("beta", "eu-west", 90));
        FlagState gone = leaving.withExposure(Exposure.NONE);

        change(null, before);
        assertThat(values("checkout", CONTEXTS).stream().distinct())
                .hasSize(1)
                .first()
                .isEqualTo("old");
        change(before, leaving);
        assertThat(share("old")).isBetween(73.5, 76.5);
        assertThat(share("new")).isEqualTo(100 - share("old"));
        change(leaving, half);
        assertThat(share("new")).isEqualTo(100 - share("old"));
        change(half, last);
        // Of 10,000 every twelfth is in the beta and in eu-west.
        assertThat(share("old")).isBetween(7.5 - 1.5, 7.5 + 1.5);
        assertThat(share("new")).isEqualTo(100 - share("old"));
        change(last, gone);
        assertThat(share("new")).isEqualTo(100);
    }

    /** The values of rest and control differ here, so that the answers of the SDK tell them apart. */
    @Test
    void a_matched_control_is_as_large_as_the_treatment_and_a_ramp_to_a_half_moves_nobody_between_them() {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", "new");
        variants.put("off", "old");
        variants.put("control", "compared");
        FlagSpec spec =
                new FlagSpec("checkout", new Serve("on", "control", "off"), Set.of(Owns.EXPOSURE, Owns.VARIANTS), "");
        Exposure employees = FlagServiceExposureContract.share("employees", null, 100);
        Exposure beta = FlagServiceExposureContract.share("beta", "eu-west", 40);
        List<Exposure> stages = new ArrayList<>();
        for (int share : new int[] {5, 20, 50, 75, 100, 20, 5, 0}) {
            stages.add(Exposure.of(Percent.of(share)));
        }
        stages.addAll(List.of(beta, employees, employees.union(Exposure.of(Percent.of(49))), employees, Exposure.NONE));
        FlagState before = null;
        for (Exposure stage : stages) {
            FlagState after = new FlagState(variants, "on", "off", "control", stage, "targetingKey", "checkout");
            change(spec, before, after);
            List<?> served = values("checkout", CONTEXTS);

            for (int i = 0; i < USERS; i++) {
                Percent share = stage.shareFor(CONTEXTS.get(i), SHOP.cohorts(), "region");
                double place = new UnleashBucketing().place("checkout", "checkout", "user-" + i);
                Object wanted = variants.get(after.variantAt(place, share));
                boolean isOutside = share.isZero();
                assertThat(served.get(i))
                        .as("%s, user-%d at %s", stage, i, place)
                        .isEqualTo(isOutside ? (Object) false : wanted);
            }
            before = after;
        }
    }

    private double share(String value) {
        return values("checkout", CONTEXTS).stream().filter(value::equals).count() * 100.0 / USERS;
    }

    private void change(@Nullable FlagState before, FlagState after) {
        change(FlagServiceContract.spec("checkout"), before, after);
    }

    private void change(FlagSpec spec, @Nullable FlagState before, FlagState after) {
        try (FlagService flags = open()) {
            assertThat(flags.write(SHOP, List.of(new FlagWrite(spec, before, after)))
                            .get(0)
                            .failure())
                    .isNull();
            assertThat(flags.read(SHOP, List.of(spec)).get("checkout").state()).isEqualTo(after);
        }
    }
}
