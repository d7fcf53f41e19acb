// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A tree with the launcher in it, and Javas and a Maven that only tell how they were called. */
final class Launch {

    static final Path SCRIPT = Path.of("flagctl").toAbsolutePath();

    private static final String FAKE_JAVA = """
            #!/bin/sh
            for argument; do
              case $argument in
                -XX:AOTCacheOutput=*) echo archive >"${argument#*=}" ;;
                -XX:ArchiveClassesAtExit=*) echo archive >"${argument#*=}" ;;
              esac
            done
            printf '%s\\n' "$0"
            for argument; do printf '%s\\n' "<$argument>"; done
            """;

    private static final String FAKE_MAVEN = """
            #!/bin/sh
            if [ "$1" = -v ]; then echo 'Apache Maven @version@ (abc)'; exit; fi
            root=${0%/bin/mvn}
            echo build >>"$root/builds"
            if [ -n "${FAKE_MAVEN_FAILS:-}" ]; then echo '[ERROR] A.java does not compile'; exit 1; fi
            sleep 0.2
            mkdir -p "$root/target/flagctl/lib"
            printf 'fingerprint\\n1.2.3\\n' >"$root/target/flagctl/fingerprint"
            """;

    private final Path root;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private Path script;
    private Path directory;

    private Launch(Path root, Path home, Path script) {
        this.root = root;
        this.home = home;
        this.script = script;
        this.directory = root;
        environment.put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("HOME", root.resolve("user").toString());
        // No archive where a test does not ask for one: it would be made while the folder is taken down.
        environment.put("CI", "true");
    }

    static Launch ofRelease(Path root) throws IOException {
        Files.createDirectories(root.resolve("lib"));
        Files.writeString(root.resolve("fingerprint"), "fingerprint\n1.2.3\n");
        return new Launch(root, root, copyTo(Files.createDirectories(root.resolve("bin"))));
    }

    static Launch ofSources(Path root) throws IOException {
        Files.createDirectories(root.resolve("src/main/java"));
        Files.writeString(root.resolve("src/main/java/A.java"), "class A {}");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Launch launch = new Launch(root, root.resolve("target/flagctl"), copyTo(root));
        launch.maven("3.8.7");
        return launch;
    }

    static Path javaHome(Path folder, String name, String version, String... more) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/java"), FAKE_JAVA);
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        List<String> release = new ArrayList<>(List.of(more));
        release.add("JAVA_VERSION=\"" + version + "\"");
        Files.write(home.resolve("release"), release);
        return home;
    }

    Path javaHome(String name, String version, String... more) throws IOException {
        return javaHome(root, name, version, more);
    }

    void maven(String version) throws IOException {
        Files.createDirectories(root.resolve("bin"));
        executable(root.resolve("bin/mvn"), FAKE_MAVEN.replace("@version@", version));
    }

    /** Leaves on PATH only the few tools that every machine has. */
    void withoutMaven() throws IOException {
        Path tools = Files.createDirectories(root.resolve("tools"));
        for (String tool : List.of("find", "mkdir", "rm", "mv", "cat", "sleep", "touch", "sed", "readlink")) {
            Path found = Stream.of("/bin", "/usr/bin")
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            executable(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
        environment.put("PATH", tools.toString());
    }

    Launch env(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    Launch script(Path other) {
        script = other;
        return this;
    }

    Launch from(Path folder) {
        directory = folder;
        return this;
    }

    Path root() {
        return root;
    }

    Path home() {
        return home;
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(errors().toFile());
        return builder.start();
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output, Files.readString(errors()));
    }

    int builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** Waits for what the launcher makes in the background. */
    Path awaitArchive(String ending) throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            try (Stream<Path> files = Files.walk(Path.of(environment.get("HOME")))) {
                List<Path> found =
                        files.filter(file -> file.toString().endsWith(ending)).toList();
                boolean busy = Files.exists(Path.of(found.isEmpty() ? "/" : found.get(0) + ".lock"));
                if (!found.isEmpty() && !busy) {
                    return found.get(0);
                }
            } catch (IOException | UncheckedIOException e) {
                // A file went while we looked: look again.
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no archive " + ending + " within ten seconds");
    }

    private Path errors() {
        return root.resolve("errors.txt");
    }

    private static Path copyTo(Path folder) throws IOException {
        return Files.copy(SCRIPT, folder.resolve("flagctl"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a run left behind; the output of a fake Java is its path and its arguments. */
    record Result(int exitCode, String output, String errors) {

        String javaHome() {
            return output.lines().findFirst().orElseThrow().replace("/bin/java", "");
        }

        List<String> arguments() {
            return output.lines()
                    .skip(1)
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
        }
    }
}
