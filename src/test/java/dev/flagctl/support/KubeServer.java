// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API server over a real etcd, started once per JVM on free ports of 127.0.0.1 and ended with it; it knows FeatureFlags of the
 * OpenFeature Operator and has neither nodes nor controllers.
 *
 * <p>The server is built by Go from its module at a fixed version into {@code ~/.cache/flagctl-test}, which takes minutes once; etcd is Debian's
 * {@code etcd-server}.
 */
public final class KubeServer {

    private static final String VERSION = "1.36.3";
    private static final String ADMIN = "admin-of-the-tests";
    private static final String STRANGER = "stranger-of-the-tests";
    private static final Path FOLDER =
            Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", "kube-apiserver-" + VERSION);

    private static @Nullable KubeServer shared;

    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final int port;

    private KubeServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Returns the server of this JVM, started when it is first asked for; skips the test where it cannot be had. */
    public static synchronized KubeServer shared() {
        if (shared == null) {
            try {
                shared = start();
            } catch (IOException e) {
                Servers.missing("no Kubernetes API server: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return Objects.requireNonNull(shared);
    }

    private static KubeServer start() throws IOException, InterruptedException {
        build();
        Path folder = Files.createTempDirectory("kube");
        KubeServer server = new KubeServer(folder, Servers.freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::end));
        server.startEtcdAndServer();
        server.awaitReady();
        server.defineFeatureFlags();
        return server;
    }

    /** Returns where it listens, without a slash at the end. */
    public String url() {
        return "https://127.0.0.1:" + port;
    }

    /** Returns the file with the certificate that it presents. */
    public Path ca() {
        return folder.resolve("certs").resolve("apiserver.crt");
    }

    /** Returns the token of somebody who may do everything. */
    public String token() {
        return ADMIN;
    }

    /** Returns the token of somebody who may do nothing. */
    public String strangersToken() {
        return STRANGER;
    }

    /** Returns who speaks to it as an administrator, for what happens outside flagctl. */
    public KubeClient client() {
        return new KubeClient(url(), ca(), ADMIN);
    }

    /** Writes what {@code KUBECONFIG} is to name for programs that speak to it as an administrator. */
    public Path kubeconfig() {
        String text = """
            apiVersion: v1
            kind: Config
            clusters: [{name: tests, cluster: {server: "%s", certificate-authority: "%s"}}]
            users: [{name: tests, user: {token: "%s"}}]
            contexts: [{name: tests, context: {cluster: tests, user: tests}}]
            current-context: tests
            """.formatted(url(), ca(), ADMIN);
        try {
            return Files.writeString(folder.resolve("kubeconfig.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns something that stands before it and breaks what a test names. */
    public FaultProxy proxy() {
        return new FaultProxy(url(), KubeClient.trusting(ca()));
    }

    private void startEtcdAndServer() throws IOException {
        String etcd = "http://127.0.0.1:" + Servers.freePort();
        String peers = "http://127.0.0.1:" + Servers.freePort();
        run(List.of(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers));
        Path tokens = folder.resolve("tokens.csv");
        Files.writeString(tokens, ADMIN + ",admin,1,\"system:masters\"\n" + STRANGER + ",stranger,2\n");
        Path key = ServiceAccountKey.write(folder.resolve("sa.key"));
        run(List.of(
                FOLDER.resolve("kube-apiserver").toString(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--etcd-servers=" + etcd,
                "--cert-dir=" + folder.resolve("certs"),
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount",
                "--endpoint-reconciler-type=none"));
    }

    private void run(List<String> command) throws IOException {
        String name = Path.of(command.get(0)).getFileName().toString();
        processes.add(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start());
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!ready()) {
            if (processes.stream().anyMatch(process -> !process.isAlive()) || System.nanoTime() > deadline) {
                throw new IOException("it did not become ready: " + lastWords());
            }
            Thread.sleep(100);
        }
    }

    private String lastWords() throws IOException {
        StringBuilder words = new StringBuilder();
        for (String name : List.of("etcd.log", "kube-apiserver.log")) {
            List<String> lines = Files.readAllLines(folder.resolve(name));
            words.append('\n').append(name).append(": ");
            words.append(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
        }
        return words.toString();
    }

    private boolean ready() {
        try {
            return Files.exists(ca()) && client().answers("/readyz");
        } catch (UncheckedIOException itsCertificateIsBeingWritten) {
            return false;
        }
    }

    private void defineFeatureFlags() throws IOException, InterruptedException {
        try (var crd = KubeServer.class.getResourceAsStream("featureflags-crd.json")) {
            client().send(
                            "POST",
                            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                            "application/json",
                            new String(Objects.requireNonNull(crd).readAllBytes(), StandardCharsets.UTF_8));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!client().answers("/apis/core.openfeature.dev/v1beta1/featureflags")) {
            if (System.nanoTime() > deadline) {
                throw new IOException("it does not serve FeatureFlags");
            }
            Thread.sleep(50);
        }
    }

    private void end() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
        // etcd alone reserves more than a hundred megabytes.
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A temporary folder that stays is no reason to fail.
            System.err.println("left behind: " + folder);
        }
    }

    /** Builds what is missing; several JVMs at once wait for each other. */
    private static void build() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path program = FOLDER.resolve("kube-apiserver");
        try (FileChannel lock =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && Files.isExecutable(program)) {
                return;
            }
            String module = "k8s.io/kubernetes@v" + VERSION;
            Files.writeString(FOLDER.resolve("go.mod"), "module flagctl.test/kube\n\ngo 1.26.0\n");
            go("mod", "download", "-json", module);
            Matcher path =
                    Pattern.compile("\"GoMod\": \"([^\"]+)\"").matcher(Files.readString(FOLDER.resolve("go.log")));
            if (!path.find()) {
                throw new IOException("Go does not know " + module);
            }
            Files.writeString(FOLDER.resolve("go.mod"), goMod(Files.readString(Path.of(path.group(1)))));
            go("build", "-mod=mod", "-o", "built", "k8s.io/kubernetes/cmd/kube-apiserver");
            Files.move(FOLDER.resolve("built"), program);
        }
    }

    /** Kubernetes finds the modules of its own repository beside itself; here they come from the proxy, at the version that belongs to it. */
    private static String goMod(String kubernetes) {
        StringBuilder text = new StringBuilder("module flagctl.test/kube\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes v")
                .append(VERSION)
                .append("\n\nreplace (\n");
        Matcher sibling =
                Pattern.compile("(?m)^\\t(k8s\\.io/[a-z-]+) v0\\.0\\.0$").matcher(kubernetes);
        while (sibling.find()) {
            text.append('\t').append(sibling.group(1)).append(" => ").append(sibling.group(1));
            text.append(" v0").append(VERSION.substring(1)).append('\n');
        }
        return text.append(")\n").toString();
    }

    private static void go(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("go"));
        command.addAll(List.of(arguments));
        Process go = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("go.log").toFile())
                .start();
        if (!go.waitFor(25, TimeUnit.MINUTES) || go.exitValue() != 0) {
            go.destroyForcibly();
            throw new IOException("Go could not build it; see " + FOLDER.resolve("go.log"));
        }
    }

    /** The key with which the server signs tokens of service accounts; it wants one, and nobody here uses it. */
    private static final class ServiceAccountKey {

        private ServiceAccountKey() {}

        static Path write(Path file) throws IOException {
            try {
                java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                String body = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
                return Files.writeString(
                        file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
