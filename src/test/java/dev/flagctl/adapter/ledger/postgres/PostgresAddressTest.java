// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.Settings;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the address of a PostgreSQL is written, and how its server is trusted. */
final class PostgresAddressTest {

    private static PostgresAddress of(Map<String, Object> settings) {
        AdapterSpec spec = new AdapterSpec("ledger", "postgres", settings, SourceRef.NONE);
        return PostgresAddress.of(new Settings(spec, Map.of("PW", "from-env")));
    }

    @Test
    void an_address_of_libpq_is_taken_apart() {
        PostgresAddress address = of(Map.of("url", "postgres://ann%40x:p%3Aw+1@db.example:6432/flags?sslmode=require"));

        assertThat(address.url()).isEqualTo("jdbc:postgresql://db.example:6432/flags?sslmode=require");
        assertThat(address.properties()).containsEntry("user", "ann@x").containsEntry("password", "p:w+1");
        assertThat(address.shown()).isEqualTo("db.example:6432/flags");
    }

    @Test
    void user_and_password_may_stand_apart() {
        PostgresAddress address =
                of(Map.of("url", "jdbc:postgresql://localhost/flags", "user", "ann", "password", "${env:PW}"));

        assertThat(address.properties()).containsEntry("user", "ann").containsEntry("password", "from-env");
        assertThat(address.shown()).isEqualTo("localhost:5432/flags");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db.example/flags, verify-full",
        "postgresql://localhost/flags, prefer",
        "postgresql://127.0.0.1:5433/flags, prefer",
        "postgresql://localhost.example/flags, verify-full",
    })
    void a_server_elsewhere_must_prove_who_it_is(String url, String mode) {
        Properties told = of(Map.of("url", url)).properties();

        assertThat(told).containsEntry("sslmode", mode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgresql://db.example/flags?sslmode=require", "jdbc:postgresql://db.example/flags?ssl=true"})
    void who_says_how_is_not_overruled(String url) {
        assertThat(of(Map.of("url", url)).properties()).doesNotContainKey("sslmode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db.example/flags", "db.example", "jdbc:sqlite:x", "postgresql://a b/c", ""})
    void what_is_no_address_is_refused_without_being_shown(String url) {
        assertThatThrownBy(() -> of(Map.of("url", url)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no address of a PostgreSQL");
    }
}
