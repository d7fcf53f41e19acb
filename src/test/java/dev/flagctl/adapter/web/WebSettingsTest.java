// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What adapters that speak HTTP read alike. */
final class WebSettingsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "s3cret-t0ken", "PASS", "p4ssword");

    private static Settings settings(Map<String, Object> written) {
        return new Settings(new AdapterSpec("prom", "prometheus", written, SourceRef.NONE), ENVIRONMENT);
    }

    private static WebSettings web(Map<String, Object> written) {
        AdapterHost host = new AdapterHost(Clock.systemUTC(), Path.of("."), ENVIRONMENT, line -> {});
        return new WebSettings(settings(written), host);
    }

    @Test
    void a_token_is_sent_as_bearer_and_never_told() {
        WebSettings web = web(Map.of("token", "${env:TOKEN}", "headers", Map.of("X-Team", "shop")))
                .withHeaders();

        assertThat(web.headers())
                .containsOnly(Map.entry("X-Team", "shop"), Map.entry("Authorization", "Bearer s3cret-t0ken"));
        assertThat(web.redaction().of("refused s3cret-t0ken")).doesNotContain("s3cret-t0ken");
    }

    @Test
    void user_and_password_are_sent_as_basic_and_neither_form_of_them_is_told() {
        WebSettings web = web(Map.of("user", "ann", "password", "${env:PASS}")).withHeaders();

        // echo -n ann:p4ssword | base64
        assertThat(web.headers()).containsOnly(Map.entry("Authorization", "Basic YW5uOnA0c3N3b3Jk"));
        assertThat(web.redaction().of("p4ssword YW5uOnA0c3N3b3Jk")).doesNotContain("p4ss", "YW5u");
    }

    @Test
    void an_address_ends_without_a_slash_so_that_paths_can_follow() {
        assertThat(web(Map.of("url", "http://127.0.0.1:9090/")).url()).isEqualTo("http://127.0.0.1:9090");
        assertThat(web(Map.of()).url("http://usual/")).isEqualTo("http://usual");
    }

    @Test
    void a_timeout_is_a_duration_in_the_words_of_manifests() {
        assertThat(settings(Map.of("timeout", "1m30s")).duration("timeout", "30s"))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(settings(Map.of()).duration("timeout", "5s")).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-5s", "soon", ""})
    void a_timeout_that_is_none_is_refused_with_one_that_is(String timeout) {
        WebSettings web = web(Map.of("timeout", timeout));

        assertThatThrownBy(() -> web.calls(HttpLimits.USUAL, "20s"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("\"timeout: " + timeout + "\" of adapter \"prom\" is no duration above zero")
                .extracting(each -> ((RefusedException) each).remedy())
                .isEqualTo("write a duration such as 20s");
    }

    @Test
    void a_rate_is_the_gap_between_two_calls() {
        assertThat(settings(Map.of("rate", "10/s")).gap("rate")).isEqualTo(Duration.ofMillis(100));
        assertThat(settings(Map.of("rate", "30/m")).gap("rate")).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings(Map.of()).gap("rate")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/s", "-1/s", "10", "10/h", "1.5/s", "fast"})
    void a_rate_that_is_none_is_refused_with_one_that_is(String rate) {
        WebSettings web = web(Map.of("rate", rate));

        assertThatThrownBy(web::calls)
                .isInstanceOf(RefusedException.class)
                .hasMessage("\"rate: " + rate + "\" of adapter \"prom\" is no rate");
    }
}
