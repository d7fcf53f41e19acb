// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Speaks to a Kubernetes API server beside flagctl: as kubectl and other field managers would. */
public final class KubeClient {

    private static final String FLAGS = "/apis/core.openfeature.dev/v1beta1/namespaces/%s/featureflags/%s";

    private final HttpClient client;
    private final String url;
    private final String token;

    KubeClient(String url, Path ca, String token) {
        this.url = url;
        this.token = token;
        this.client = HttpClient.newBuilder().sslContext(tls(trust(ca))).build();
    }

    /** Returns an OkHttp client that trusts the server with this certificate. */
    static OkHttpClient trusting(Path ca) {
        X509TrustManager trust = trust(ca);
        return new OkHttpClient.Builder()
                .sslSocketFactory(tls(trust).getSocketFactory(), trust)
                .build();
    }

    /** Sends a request and returns the body of the answer. */
    public String send(String method, String path, String type, String body) {
        HttpResponse<String> answer = answer(method, path, type, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Creates a namespace. */
    public void createNamespace(String name) {
        send(
                "POST",
                "/api/v1/namespaces",
                "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}");
    }

    /** Returns a FeatureFlag as JSON. */
    public String featureFlag(String namespace, String name) {
        return send("GET", FLAGS.formatted(namespace, name), "", "");
    }

    /** Merges JSON into a FeatureFlag, as {@code kubectl edit} and {@code kubectl patch} do. */
    public void merge(String namespace, String name, String manager, String json) {
        send(
                "PATCH",
                FLAGS.formatted(namespace, name) + "?fieldManager=" + manager,
                "application/merge-patch+json",
                json);
    }

    /** Applies JSON on the server's side, as {@code kubectl apply --server-side --force-conflicts} does. */
    public void apply(String namespace, String name, String manager, String json) {
        send(
                "PATCH",
                FLAGS.formatted(namespace, name) + "?force=true&fieldManager=" + manager,
                "application/apply-patch+yaml",
                json);
    }

    boolean answers(String path) {
        try {
            return answer("GET", path, "", "").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> answer(String method, String path, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext tls(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509TrustManager trust(Path ca) {
        try (InputStream pem = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return (X509TrustManager) trust.getTrustManagers()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
