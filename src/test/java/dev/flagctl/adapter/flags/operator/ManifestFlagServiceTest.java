// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.support.FlagdCore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** Flags in the manifest of a FeatureFlag: only what is flagctl's changes. */
final class ManifestFlagServiceTest {

    private static final FlagScope SCOPE = FlagServiceContract.SCOPE;
    private static final FlagSpec SPEC =
            new FlagSpec("checkout", new Serve("on", "off"), Set.of(Owns.EXPOSURE), "One-page checkout");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("production.yaml");
    }

    private FlagService open(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.putIfAbsent("name", "shop");
        settings.putIfAbsent("path", "${environment}.yaml");
        return Open.adapter(folder, settings);
    }

    private static FlagState serving(double percent) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", Exposure.of(Percent.of(percent)), "targetingKey", "checkout");
    }

    private void write(@Nullable FlagState before, FlagState after) {
        try (FlagService flags = open(Map.of())) {
            assertThat(flags.write(SCOPE, List.of(new FlagWrite(SPEC, before, after)))
                            .get(0)
                            .failure())
                    .isNull();
        }
    }

    @Test
    void a_new_manifest_has_name_namespace_and_no_description() throws IOException {
        try (FlagService flags = open(Map.of("namespace", "shop-${environment}"))) {
            flags.write(SCOPE, List.of(new FlagWrite(SPEC, null, serving(10))));
        }

        assertThat(Files.readString(file()))
                .startsWith("""
                        apiVersion: core.openfeature.dev/v1beta1
                        kind: FeatureFlag
                        metadata: {"name": "shop", "namespace": "shop-production"}
                        spec:
                          flagSpec:
                            flags:
                              checkout:
                                state: "ENABLED"
                        """)
                .contains("defaultVariant: \"off\"")
                .doesNotContain("description");
    }

    @Test
    void only_the_lines_that_differ_are_changed() throws IOException {
        String before = """
                # Flags of the shop; owned by team payments.
                apiVersion: core.openfeature.dev/v1beta1
                kind: FeatureFlag
                metadata:
                  name: shop   # also named in the deployment
                  annotations: {argocd.argoproj.io/sync-wave: "1"}
                spec:
                  flagSpec:
                    $evaluators:
                      eu: {in: [{var: region}, [eu-west, eu-north]]}
                    flags:
                      search:   # not flagctl's
                        state: ENABLED
                        variants: {a: x, b: y}
                        defaultVariant: a
                      checkout:
                        state: ENABLED
                        variants:
                          "on": true   # the new page
                          "off": false
                        defaultVariant: "off"
                        metadata: {jira: SHOP-1}
                status: {}
                """;
        Files.writeString(file(), before);

        write(serving(0), serving(25));
        String after = Files.readString(file());

        // Without the lines of the rule and of flagctl's words the manifest is the one from before.
        assertThat(after).contains("checkout:").contains("fractional");
        assertThat(after.lines().filter(line -> before.lines().noneMatch(line::equals)))
                .allMatch(line ->
                        line.contains("metadata: ") || line.contains("targeting") || line.startsWith("          "));
        assertThat(after.lines().toList())
                .containsAll(
                        before.lines().filter(line -> !line.contains("jira")).toList());
        assertThat(after).contains("jira: SHOP-1");

        write(serving(25), serving(0));
        assertThat(Files.readString(file())).doesNotContain("fractional");
    }

    @Test
    void flagds_engine_takes_what_is_written() throws IOException {
        write(null, serving(25));
        Object manifest = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file()));
        Object flagSpec = ((Map<?, ?>) ((Map<?, ?>) manifest).get("spec")).get("flagSpec");

        FlagdCore.Answer taken = FlagdCore.ask(
                new JsonMapper().writeValueAsString(flagSpec), "checkout", List.of(Map.of("targetingKey", "user-1")));

        assertThat(taken.refused()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: ConfigMap | its \"apiVersion\" is not core.openfeature.dev/v1beta1",
                "{apiVersion: core.openfeature.dev/v1alpha1, kind: FeatureFlag} | its \"apiVersion\" is not",
                "{apiVersion: core.openfeature.dev/v1beta1, kind: FeatureFlagSource} | its \"kind\" is not FeatureFlag",
                "{apiVersion: core.openfeature.dev/v1beta1, kind: FeatureFlag, spec: {}} | it has no \"spec.flagSpec\"",
                "{apiVersion: core.openfeature.dev/v1beta1, kind: FeatureFlag, spec: {flagSpec: {}}} | it has no \"flags\"",
                "[] | it is not an object with \"spec\""
            })
    void what_is_no_feature_flag_is_an_error_and_stays(String text, String reason) throws IOException {
        Files.writeString(file(), text);

        try (FlagService flags = open(Map.of())) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> flags.read(SCOPE, List.of(SPEC)))
                    .withMessageContaining(reason);
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> flags.write(SCOPE, List.of(new FlagWrite(SPEC, null, serving(1)))))
                    .withMessageContaining(reason);
        }
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    @Test
    void either_a_path_or_a_server_must_be_named() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Open.adapter(folder, Map.of("name", "shop")))
                .withMessageContaining("either \"path\" or \"server\"");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(Map.of("server", "https://k8s")))
                .withMessageContaining("either \"path\" or \"server\"");
    }

    @Test
    void it_says_that_clients_see_a_manifest_later() {
        try (FlagService flags = open(Map.of())) {
            assertThat(flags.capabilities().gaps()).singleElement().asString().contains("read-back");
            assertThat(flags.capabilities().bucketing().name()).isEqualTo("flagd-fractional-v2");
        }
    }
}
