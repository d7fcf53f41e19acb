// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import dev.flagctl.support.TestClock;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate no public authority signed. */
final class HttpCallsTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-keystore",
                        folder.resolve("keys.p12").toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, PASSWORD);
        }
        Certificate certificate = keys.getCertificate("server");
        Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server.useHttps(context.getSocketFactory());
        server.start(InetAddress.getLoopbackAddress(), 0);
        server.enqueue(new MockResponse.Builder().code(200).body("{}").build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpCalls trusting(Path ca) {
        return new HttpCalls(
                HttpLimits.USUAL, ca, new Redaction(Map.of()), new TestClock(), length -> {}, new Random(1));
    }

    private AdapterException failing(Path ca, String host) {
        try (HttpCalls calls = trusting(ca)) {
            return catchThrowableOfType(AdapterException.class, () -> calls.send(get(host)));
        }
    }

    private HttpRequest get(String host) {
        return HttpRequest.of("read flags", "unleash", "GET", "https://" + host + ":" + server.getPort() + "/");
    }

    @Test
    void the_named_authority_is_trusted() {
        try (HttpCalls calls = trusting(folder.resolve("ca.pem"))) {
            assertThat(calls.send(get("127.0.0.1")).body()).isEqualTo("{}");
        }
    }

    @Test
    void any_other_certificate_is_refused_at_once_and_nothing_is_sent() {
        AdapterException failed = failing(null, "127.0.0.1");

        assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE);
        assertThat(failed)
                .hasMessageContaining("certificate")
                .hasMessageContaining("\"ca\"")
                .hasMessageNotContaining("tries");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void the_certificate_must_be_that_of_the_host() {
        AdapterException failed = failing(folder.resolve("ca.pem"), "127.0.0.2");

        assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void a_file_of_certificates_that_is_none_is_refused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path text = Files.writeString(folder.resolve("text.pem"), "not a certificate");

        assertThat(failing(empty, "127.0.0.1")).hasMessageContaining("no certificate in " + empty);
        assertThat(failing(text, "127.0.0.1"))
                .hasMessageContaining(text.toString())
                .hasMessageContaining("\"ca\"");
        assertThat(failing(folder.resolve("missing.pem"), "127.0.0.1")).hasMessageContaining("cannot be read");
        assertThat(server.getRequestCount()).isZero();
    }
}
