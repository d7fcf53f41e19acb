// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.MavenJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of others are found in the plugins folder: here DuckDB's real driver, which flagctl has not. */
final class PluginJarsTest {

    private static final String QUERY =
            "select time_bucket(to_seconds(:bucket_seconds), seen) as bucket, variant as arm,"
                    + " count(*) as units, count(*) filter (where status >= 500) as bad from requests where flag = :feature"
                    + " and variant in (:arms) and seen >= :from and seen < :to group by 1, 2";

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void make() {
        shop = new Shop(folder).search();
        shop.write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: local, telemetry: duck}
                  adapters:
                    local: {type: flagd, path: "flags/${environment}.json"}
                    duck: {type: sql, url: "jdbc:duckdb:requests.duckdb", newest: "select max(seen) as newest from requests"}
                """.replace(
                        "requests.duckdb", folder.resolve("requests.duckdb").toString()));
        shop.write("manifests/errors.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: errors}
                spec:
                  kind: ratio
                  sql:
                    query: "%s"
                """.formatted(QUERY));
        shop.edit(
                "manifests/search.yaml",
                text -> text + "  guardrails:\n    - {metric: errors, role: critical, worse-than: control}\n");
    }

    private static Path duckdb() {
        return MavenJar.of("org.duckdb", "duckdb_jdbc", "1.5.6.0");
    }

    /** Writes 60 minutes of requests from the start of the rollout on; the treatment fails much more often. */
    private void writeRequests() throws Exception {
        URL[] jar = {duckdb().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            Driver driver = (Driver) loader.loadClass("org.duckdb.DuckDBDriver")
                    .getDeclaredConstructor()
                    .newInstance();
            try (Connection connection =
                            driver.connect("jdbc:duckdb:" + folder.resolve("requests.duckdb"), new Properties());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table requests as select timestamptz '" + shop.clock.instant()
                        + "' + to_seconds(i * 2) as seen, 'search' as flag, case when i % 2 = 0 then 'on' else 'off' end"
                        + " as variant, case when i % 10 = 0 then 503 else 200 end as status"
                        + " from range(1800) as numbers(i)");
            }
        }
    }

    private void install(Path into) throws IOException {
        Files.createDirectories(into);
        Files.copy(duckdb(), into.resolve("duckdb.jar"));
    }

    @Test
    void a_driver_in_the_plugins_folder_serves_guardrails() throws Exception {
        install(folder.resolve(".flagctl/plugins"));
        shop.applied();
        writeRequests();
        shop.later(Duration.ofHours(1));

        Result doctor = shop.run("doctor");
        Result apply = shop.run("apply", "--auto-approve");

        assertThat(doctor.output()).contains("DuckDB v1.5.6");
        assertThat(apply.output()).as(apply.toString()).contains("rolled back").contains("20.00% vs control 0.00%");
    }

    @Test
    void without_the_driver_guardrails_hold_and_the_reason_says_where_to_put_it() throws Exception {
        shop.applied().later(Duration.ofHours(1));

        Result explain = shop.run("explain", "search");

        assertThat(explain.output().replaceAll("\\s+", " "))
                .contains("no driver is there for jdbc:duckdb:")
                .contains("put the driver's jar into the plugins folder");
    }

    @Test
    void the_environment_names_another_folder() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        install(elsewhere);
        writeRequests();

        Result doctor = shop.cli().with("FLAGCTL_PLUGINS", elsewhere.toString()).run("doctor");

        assertThat(doctor.output()).contains("DuckDB v1.5.6");
    }

    @Test
    void in_ci_only_a_folder_that_is_named_counts() throws Exception {
        install(folder.resolve(".flagctl/plugins"));
        writeRequests();

        Result unnamed = shop.cli().with("CI", "true").run("doctor");
        Result named = shop.cli()
                .with("CI", "true")
                .with("FLAGCTL_PLUGINS", ".flagctl/plugins")
                .run("doctor");

        assertThat(unnamed.output().replaceAll("\\s+", " ")).contains("no driver is there for jdbc:duckdb:");
        assertThat(named.output()).contains("DuckDB v1.5.6");
    }

    @Test
    void a_folder_that_is_named_and_not_there_is_an_error() {
        Result result = shop.cli().with("FLAGCTL_PLUGINS", "nowhere").run("plan");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.errorOutput()).contains("FLAGCTL_PLUGINS names nowhere, which is no folder");
    }
}
