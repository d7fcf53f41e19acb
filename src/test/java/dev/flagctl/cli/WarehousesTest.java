// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.SparkServer;
import dev.flagctl.support.TrinoServer;
import dev.flagctl.support.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real distributed engines as telemetry, by their own drivers in the plugins folder. The queries are those of docs/adapters/sql.md. */
final class WarehousesTest {

    /** What every engine must be good for. */
    abstract static class Rollout {

        private final Supplier<Warehouse> server;
        private final String newest;
        private final String query;
        private final String rows;

        @TempDir
        private Path folder;

        private Shop shop;
        private Warehouse warehouse;

        /**
         * Makes the tests of an engine.
         *
         * @param rows selects 1,800 requests, one each two seconds from the second {@code START} on; those of the treatment fail much more often
         */
        Rollout(Supplier<Warehouse> server, String newest, String query, String rows) {
            this.server = server;
            this.newest = newest;
            this.query = query;
            this.rows = rows;
        }

        @BeforeEach
        void make() throws IOException {
            warehouse = server.get();
            shop = new Shop(folder).search();
            shop.write("flagctl.yaml", """
                    apiVersion: flagctl.dev/v1
                    kind: Project
                    metadata: {name: shop}
                    spec:
                      environments:
                        production: {flags: local, telemetry: warehouse}
                      adapters:
                        local: {type: flagd, path: "flags/${environment}.json"}
                        warehouse: {type: sql, url: "%s", user: tests, newest: "%s"}
                    """.formatted(warehouse.url(), newest));
            measure(query);
            shop.edit(
                    "manifests/search.yaml",
                    text -> text + "  guardrails:\n    - {metric: errors, role: critical, worse-than: control}\n");
            Files.createDirectories(folder.resolve(".flagctl/plugins"));
            Files.copy(warehouse.driver(), folder.resolve(".flagctl/plugins/driver.jar"));
            warehouse.execute("drop table if exists requests");
        }

        private void measure(String sql) {
            shop.write("manifests/errors.yaml", """
                    apiVersion: flagctl.dev/v1
                    kind: Metric
                    metadata: {name: errors}
                    spec:
                      kind: ratio
                      sql:
                        query: |
                    """ + sql.indent(8));
        }

        private void writeRequests() {
            String start = String.valueOf(shop.clock.instant().getEpochSecond());
            warehouse.execute("create table requests as " + rows.replace("START", start));
        }

        @Test
        void a_rollout_whose_requests_fail_there_is_rolled_back() {
            shop.applied();
            writeRequests();
            shop.later(Duration.ofHours(1));

            Result doctor = shop.run("doctor");
            Result apply = shop.run("apply", "--auto-approve");

            assertThat(doctor.output()).as(doctor.toString()).contains("reachable", "newest");
            assertThat(apply.output())
                    .as(apply.toString())
                    .contains("rolled back")
                    .contains("20.00% vs control 0.00%");
        }

        @Test
        void a_query_that_it_refuses_holds_the_rollout_and_its_words_are_told() {
            measure("select wrong_column as units from requests where flag = :feature");
            shop.applied();
            writeRequests();
            shop.later(Duration.ofHours(1));

            Result apply = shop.run("apply", "--auto-approve");
            Result explain = shop.run("explain", "search");

            assertThat(apply.exitCode()).as(apply.toString()).isZero();
            assertThat(explain.output().replaceAll("\\s+", " "))
                    .contains("it refuses the query; correct it")
                    .contains("wrong_column");
        }
    }

    @Nested
    final class Trino extends Rollout {
        Trino() {
            super(TrinoServer::shared, "select max(seen) as newest from requests", """
                    select cast(floor(to_unixtime(seen) / :bucket_seconds) as bigint) * :bucket_seconds as bucket_seconds,
                           variant as arm, count(*) as units, count_if(status >= 500) as bad
                    from requests
                    where flag = :feature and variant in (:arms)
                      and seen >= from_unixtime(:from_seconds) and seen < from_unixtime(:to_seconds)
                    group by 1, 2
                    """, """
                    select from_unixtime(START + i * 2) as seen, 'search' as flag, if(i % 2 = 0, 'on', 'off') as variant,
                           if(i % 10 = 0, 503, 200) as status
                    from unnest(sequence(0, 1799)) as numbers(i)
                    """);
        }
    }

    @Nested
    final class Spark extends Rollout {
        Spark() {
            super(SparkServer::shared, "select unix_timestamp(max(seen)) as newest_seconds from requests", """
                    select floor(unix_timestamp(seen) / :bucket_seconds) * :bucket_seconds as bucket_seconds,
                           variant as arm, count(*) as units, count_if(status >= 500) as bad
                    from requests
                    where flag = :feature and variant in (:arms)
                      and seen >= timestamp_seconds(:from_seconds) and seen < timestamp_seconds(:to_seconds)
                    group by 1, 2
                    """, """
                    select timestamp_seconds(START + id * 2) as seen, 'search' as flag, if(id % 2 = 0, 'on', 'off') as variant,
                           if(id % 10 = 0, 503, 200) as status
                    from range(1800)
                    """);
        }
    }
}
