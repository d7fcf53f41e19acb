// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.launcher.Launch.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with Javas and a Maven that only tell how they were called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
final class LauncherTest {

    @TempDir
    private Path folder;

    @Test
    void starts_the_java_that_is_asked_for_with_the_arguments_as_they_are() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        Path java = launch.javaHome("jdk", "21.0.4");

        Result result = launch.env("FLAGCTL_JAVA_HOME", java).run("plan", "a b", "", "*", "$HOME");

        assertThat(result.exitCode()).isZero();
        assertThat(result.javaHome()).isEqualTo(java.toString());
        assertThat(result.arguments()).endsWith("dev.flagctl.cli.Main", "plan", "a b", "", "*", "$HOME");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void gives_java_an_empty_standard_input_where_it_is_closed() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        Path java = launch.javaHome("jdk", "21.0.4");
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\ncat && echo empty\n");
        Path closing = Files.writeString(
                folder.resolve("closing"), "#!/bin/sh\nexec " + launch.home().resolve("bin/flagctl") + " \"$@\" <&-\n");
        assertThat(closing.toFile().setExecutable(true)).isTrue();

        Result result = launch.env("FLAGCTL_JAVA_HOME", java).script(closing).run("analyze", "-");

        assertThat(result.output()).isEqualTo("empty\n");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void tells_the_version_without_a_jvm() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "25.0.4", "JAVA_RUNTIME_VERSION=\"25.0.4+7-LTS\""));

        assertThat(launch.run("--version").output()).isEqualTo("flagctl 1.2.3 (Java 25.0.4)\n");
        assertThat(launch.run("-V").output()).isEqualTo("flagctl 1.2.3 (Java 25.0.4)\n");
        assertThat(launch.run("plan", "--version").arguments()).endsWith("plan", "--version");
    }

    @Test
    void works_through_symlinks_from_any_folder_and_with_blanks_in_its_path() throws Exception {
        Path home = Files.createDirectories(folder.resolve("a release/of mine"));
        Launch launch = Launch.ofRelease(home).env("FLAGCTL_JAVA_HOME", Launch.javaHome(folder, "a jdk", "17.0.1"));
        Path first = Files.createSymbolicLink(folder.resolve("first"), home.resolve("bin/flagctl"));
        Path second = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("bin")).resolve("fc"), Path.of("../first"));

        assertThat(launch.script(second).run("x").arguments()).contains("-Dflagctl.home=" + home);
        assertThat(launch.script(first).from(folder.resolve("bin")).run("x").arguments())
                .contains("-Dflagctl.home=" + home);
        assertThat(launch.script(Path.of("./flagctl"))
                        .from(home.resolve("bin"))
                        .run("x")
                        .arguments())
                .contains(home.resolve("lib/flagctl.jar").toString());
        assertThat(launch.script(Path.of("../bin/flagctl"))
                        .from(home.resolve("lib"))
                        .run("x")
                        .arguments())
                .contains(home.resolve("lib/flagctl.jar").toString());
    }

    @Test
    void takes_java_home_when_it_is_new_enough_and_refuses_a_wrong_wish() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));

        Path good = launch.javaHome("good", "17.0.9");
        assertThat(launch.env("JAVA_HOME", good).run("x").javaHome()).isEqualTo(good.toString());

        Path old = launch.javaHome("old", "11.0.2");
        Path ancient = launch.javaHome("ancient", "1.8.0_402");
        assertThat(launch.env("JAVA_HOME", old).run("x").output())
                .as("whatever this machine has, but not Java 11")
                .doesNotContain(old.toString());
        for (Path wrong : new Path[] {old, ancient, folder.resolve("nothing")}) {
            Result refused = launch.env("FLAGCTL_JAVA_HOME", wrong).run("x");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).isEmpty();
            assertThat(refused.errors())
                    .contains("FLAGCTL_JAVA_HOME is " + wrong)
                    .contains("17 or newer");
        }
    }

    @Test
    void remembers_its_choice_of_java_until_that_is_upgraded() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        Path java = launch.javaHome("jdk", "21.0.4");
        launch.env("FLAGCTL_JAVA_HOME", java);
        assertThat(launch.run("x").arguments()).doesNotContain("--enable-native-access=ALL-UNNAMED");

        launch.javaHome("jdk", "25.0.4");
        Files.setLastModifiedTime(
                java.resolve("release"), FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(launch.run("x").arguments()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void names_the_sqlite_library_of_the_machine_that_java_is_for() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        Path home = launch.home();

        Path musl = launch.javaHome("musl", "21.0.1", "OS_NAME=\"Linux\"", "OS_ARCH=\"aarch64\"", "LIBC=\"musl\"");
        assertThat(launch.env("FLAGCTL_JAVA_HOME", musl).run("x").arguments())
                .contains("-Dorg.sqlite.lib.path=" + home + "/native/Linux-Musl/aarch64");

        Path mac = launch.javaHome("mac", "21.0.1", "OS_NAME=\"Darwin\"", "OS_ARCH=\"aarch64\"");
        assertThat(launch.env("FLAGCTL_JAVA_HOME", mac).run("x").arguments())
                .contains("-Dorg.sqlite.lib.path=" + home + "/native/Mac/aarch64");
    }

    @Test
    void makes_the_archive_in_the_background_and_uses_it_from_then_on() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));

        Path java = launch.javaHome("jdk25", "25.0.4");
        launch.env("FLAGCTL_JAVA_HOME", java).env("CI", "");
        assertThat(launch.run("x").arguments()).noneMatch(argument -> argument.startsWith("-XX:AOTCache="));
        Path archive = launch.awaitArchive(".aot");
        assertThat(launch.run("x").arguments()).contains("-XX:AOTCache=" + archive);

        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk17", "17.0.4")).run("x");
        Path shared = launch.awaitArchive(".jsa");
        assertThat(launch.run("x").arguments()).contains("-XX:SharedArchiveFile=" + shared);
        assertThat(archive).as("the archive of the other Java stays").exists();

        assertThat(launch.env("FLAGCTL_ARCHIVE", "off").run("x").arguments())
                .noneMatch(argument -> argument.contains(".jsa"));
    }

    @Test
    void never_takes_the_archive_of_another_build() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "25.0.4")).env("CI", "");
        launch.run("x");
        Path old = launch.awaitArchive(".aot");

        Files.writeString(launch.home().resolve("fingerprint"), "another\n1.2.4\n");

        assertThat(launch.run("x").arguments()).noneMatch(argument -> argument.startsWith("-XX:AOTCache="));
        Path archive = launch.awaitArchive("another-25.0.4-1.aot");
        assertThat(archive).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void runs_without_a_cache_when_there_can_be_none() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "25.0.4")).env("CI", "");

        Path file = Files.writeString(folder.resolve("file"), "in the way");
        for (String cache : new String[] {file.toString(), "/proc/flagctl", "relative"}) {
            Result result = launch.env("FLAGCTL_CACHE_DIR", Path.of(cache)).run("x");

            assertThat(result.exitCode()).as(cache).isZero();
            assertThat(result.errors()).as(cache).isEmpty();
            assertThat(result.arguments()).as(cache).endsWith("dev.flagctl.cli.Main", "x");
        }
    }

    @Test
    void says_what_to_do_when_the_release_is_not_complete() throws Exception {
        Launch launch = Launch.ofRelease(folder.resolve("rel"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "21.0.1"));
        Files.delete(launch.home().resolve("fingerprint"));

        Result result = launch.run("x");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).contains("not complete").contains("again");
    }

    @Test
    void builds_when_nothing_is_built_or_a_source_is_newer_and_only_then() throws Exception {
        Launch launch = Launch.ofSources(folder.resolve("tree"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "21.0.1"));

        assertThat(launch.run("x").errors()).contains("building for the first time");
        assertThat(launch.run("x").errors()).isEmpty();

        Path source = launch.root().resolve("src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(launch.run("x").errors()).contains("the sources have changed: building");
        assertThat(launch.builds()).isEqualTo(2);

        assertThat(launch.env("FLAGCTL_BUILD", "off").run("x").errors()).isEmpty();
        assertThat(launch.builds()).isEqualTo(2);
    }

    @Test
    void shows_why_a_build_failed_and_where_the_log_is() throws Exception {
        Launch launch = Launch.ofSources(folder.resolve("tree"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "21.0.1")).env("FAKE_MAVEN_FAILS", "yes");

        Result result = launch.run("x");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors())
                .contains("[ERROR] A.java does not compile")
                .contains("the build failed; the whole log is in " + launch.root() + "/target/flagctl-build.log");
        assertThat(launch.root().resolve("target/flagctl.lock")).doesNotExist();
    }

    @Test
    void names_what_is_missing_to_build() throws Exception {
        Launch launch = Launch.ofSources(folder.resolve("tree"));
        Path jdk = launch.javaHome("jdk", "21.0.1");
        launch.env("FLAGCTL_JAVA_HOME", jdk);

        launch.maven("3.6.3");
        assertThat(launch.run("x").errors())
                .contains("needs Maven 3.8.7 or newer")
                .contains("3.6.3");

        launch.withoutMaven();
        assertThat(launch.run("x").errors()).contains("needs Maven 3.8.7 or newer; install it");

        Files.delete(jdk.resolve("bin/javac"));
        assertThat(launch.run("x").errors()).contains("has no compiler");
        assertThat(launch.builds()).isZero();
    }

    @Test
    void builds_once_when_several_runs_start_together() throws Exception {
        Launch launch = Launch.ofSources(folder.resolve("tree"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "21.0.1"));

        Process[] runs = {launch.start("x"), launch.start("x"), launch.start("x")};

        for (Process run : runs) {
            assertThat(run.waitFor()).isZero();
        }
        assertThat(launch.builds()).isEqualTo(1);
    }

    @Test
    void takes_over_the_lock_of_a_build_that_died() throws Exception {
        Launch launch = Launch.ofSources(folder.resolve("tree"));
        launch.env("FLAGCTL_JAVA_HOME", launch.javaHome("jdk", "21.0.1"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path lock = Files.createDirectories(launch.root().resolve("target/flagctl.lock"));
        Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));

        assertThat(launch.run("x").exitCode()).isZero();

        assertThat(launch.builds()).isEqualTo(1);
        assertThat(lock).doesNotExist();
    }

    @Test
    void can_be_executed() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Launch.SCRIPT)))
                .isEqualTo("rwxr-xr-x");
    }
}
