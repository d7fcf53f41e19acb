// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.UnleashServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags that a team made by hand in its flag service become manifests whose plan is empty. */
final class ImportFromServicesTest {

    @TempDir
    private Path folder;

    private Shop shop(String adapter) {
        Shop shop = new Shop(folder);
        shop.write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: service}
                  adapters:
                    service: ADAPTER
                """.replace("ADAPTER", adapter));
        // Without this folder every YAML file of the project is taken for a manifest, flag files too.
        return shop.write("manifests/.gitkeep", "");
    }

    private static void importsAndPlansNothing(Shop shop, String type) {
        Result imported = shop.run("import", "--from=" + type, "-e", "production");
        Result plan = shop.run("plan", "--detailed-exitcode");

        assertThat(imported.exitCode()).as(imported.toString()).isZero();
        assertThat(imported.output()).contains("manifests/new-search.yaml", "manifests/banner.yaml");
        assertThat(shop.read("manifests/new-search.yaml")).contains("30");
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.output()).isEqualTo("production · 2 features · no changes\n");
    }

    @Test
    void from_go_feature_flag() {
        Shop shop = shop("{type: goff, path: \"flags.goff.yaml\"}");
        String flags = """
                new-search:
                  variations: {"on": true, "off": false}
                  defaultRule:
                    percentage: {"on": 30, "off": 70}
                banner:
                  variations: {red: "#f00", blue: "#00f"}
                  defaultRule: {variation: red}
                """;
        shop.write("flags.goff.yaml", flags);

        importsAndPlansNothing(shop, "goff");

        assertThat(shop.read("flags.goff.yaml")).isEqualTo(flags);
    }

    @Test
    void from_flipt() {
        Shop shop = shop("{type: flipt, path: \"features.yaml\"}");
        String flags = """
                version: "1.4"
                flags:
                  - key: new-search
                    name: New search
                    type: BOOLEAN_FLAG_TYPE
                    enabled: false
                    rollouts:
                      - threshold: {percentage: 30, value: true}
                  - key: banner
                    name: Banner
                    type: BOOLEAN_FLAG_TYPE
                    enabled: true
                """;
        shop.write("features.yaml", flags);

        importsAndPlansNothing(shop, "flipt");

        assertThat(shop.read("features.yaml")).isEqualTo(flags);
    }

    @Test
    void from_unleash() {
        UnleashServer unleash = UnleashServer.shared();
        unleash.clear();
        try {
            make(unleash, "new-search", "30");
            make(unleash, "banner", "100");
            Shop shop = shop("{type: unleash, url: \"" + unleash.url() + "\", token: \"${file:token.txt}\"}");
            shop.write("token.txt", UnleashServer.ADMIN_TOKEN);
            long before = unleash.changes();

            importsAndPlansNothing(shop, "unleash");

            assertThat(unleash.changes()).isEqualTo(before);
        } finally {
            unleash.clear();
        }
    }

    private static void make(UnleashServer unleash, String name, String percent) {
        String features = "/api/admin/projects/default/features";
        String production = features + "/" + name + "/environments/production";
        unleash.send("POST", features, "{\"name\":\"" + name + "\",\"type\":\"release\"}");
        unleash.send(
                "POST",
                production + "/strategies",
                "{\"name\":\"flexibleRollout\",\"parameters\":{\"rollout\":\"" + percent
                        + "\",\"stickiness\":\"default\",\"groupId\":\"" + name + "\"}}");
        unleash.send("POST", production + "/on", "");
    }
}
