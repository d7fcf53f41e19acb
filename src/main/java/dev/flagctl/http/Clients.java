// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Builds the OkHttp client when it is first needed: one for https, and one for http that spares the loading of trust stores.
 *
 * <p>Certificates and host names are always checked. OkHttp itself repeats nothing and follows no redirect: both are decided in this package.
 */
final class Clients implements AutoCloseable {

    private final HttpLimits limits;
    private final @Nullable Path ca;
    private @Nullable OkHttpClient plain;
    private @Nullable OkHttpClient secure;

    Clients(HttpLimits limits, @Nullable Path ca) {
        this.limits = limits;
        this.ca = ca;
    }

    synchronized OkHttpClient forScheme(boolean https) throws IOException {
        if (https) {
            if (secure == null) {
                secure = secure();
            }
            return secure;
        }
        if (plain == null) {
            plain = builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
        }
        return plain;
    }

    @Override
    public synchronized void close() {
        for (OkHttpClient client : new OkHttpClient[] {plain, secure}) {
            if (client != null) {
                client.connectionPool().evictAll();
            }
        }
    }

    private OkHttpClient.Builder builder() {
        return new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(limits.connect())
                .readTimeout(limits.call())
                .writeTimeout(limits.call())
                .callTimeout(limits.call())
                .eventListenerFactory(call -> {
                    Sent sent = call.request().tag(Sent.class);
                    return sent == null ? okhttp3.EventListener.NONE : sent;
                });
    }

    private OkHttpClient secure() throws IOException {
        OkHttpClient.Builder builder = builder().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
        if (ca != null) {
            try {
                X509TrustManager trust = trusting(ca);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {trust}, null);
                builder.sslSocketFactory(context.getSocketFactory(), trust);
            } catch (GeneralSecurityException e) {
                throw new CaException("the certificates in " + ca + " cannot be used: " + e.getMessage(), e);
            }
        }
        return builder.build();
    }

    private static X509TrustManager trusting(Path ca) throws GeneralSecurityException, CaException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        int number = 0;
        try (InputStream pem = Files.newInputStream(ca)) {
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
        } catch (IOException e) {
            throw new CaException("the file of certificates " + ca + " cannot be read", e);
        }
        if (number == 0) {
            throw new CaException("there is no certificate in " + ca, null);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager trust) {
                return trust;
            }
        }
        throw new IllegalStateException("this Java has no X.509 trust manager");
    }

    /** The file of certificates is missing or broken. */
    static final class CaException extends IOException {

        private static final long serialVersionUID = 1L;

        CaException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
