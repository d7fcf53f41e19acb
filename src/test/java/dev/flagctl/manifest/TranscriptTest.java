// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.SourceRange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first transcript of the design comes out of these diagnostics. */
final class TranscriptTest {

    @TempDir
    Path temp;

    @Test
    void says_what_is_wrong_where_and_what_to_write_instead() {
        Folder folder = new Folder(temp);
        folder.write("manifests/checkout-redesign.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: checkout-redesign, version: 1.2.0, owner: team-payments, labels: {service: checkout}}
                spec:
                  description: One-page checkout
                  type: release
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  unit: userId
                  rollout:
                    staging:    {strategy: all-at-once}
                    production:
                      after: [staging]
                      strategy: canary
                      stages:
                        - {cohort: employees, bake: 1d}
                        - {percent: 1,  bake: {time: 30m, exposures: 5000}}
                        - {percent: 10, bake: 2h, regions: [eu-west]}
                        - {percent: 10, bake: 2h}
                        - {percent: 150, bake: 1d, approval: payments-leads}
                        - {percent: 100, soak: 14d}
                """);
        String ranker = """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: search-ranker, version: 0.1.0, %s: team-search}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                """;
        folder.write("manifests/search-ranker.yaml", ranker.formatted("onwer"));
        folder.write("manifests/zz/ranker.yaml", ranker.formatted("owner"));

        List<Diagnostic> found =
                catchThrowableOfType(ManifestException.class, folder::load).diagnostics();

        assertThat(found).hasSize(3);
        assertThat(Folder.text(found.get(0)))
                .isEqualTo("manifests/checkout-redesign.yaml:20:21 FC1042 percent must be between 0 and 100"
                        + " | production, stage 5 of 6 = did you mean 15 or 50?");
        assertThat(found.get(0).range().endColumn()).isEqualTo(24);
        assertThat(Folder.text(found.get(1)))
                .isEqualTo("manifests/search-ranker.yaml:3:49 FC1007 unknown key \"onwer\" | did you mean \"owner\"?");
        assertThat(Folder.text(found.get(2)))
                .isEqualTo("manifests/search-ranker.yaml:3:18 FC1215 two features are named \"search-ranker\""
                        + " | first here");
        assertThat(found.get(2).related())
                .containsExactly(new Diagnostic.Related(
                        new SourceRange("manifests/zz/ranker.yaml", 3, 18, 31), "and again here"));
    }
}
