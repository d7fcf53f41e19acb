// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static dev.flagctl.adapter.flags.flagd.FlagFolder.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Percent;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.Settings;
import dev.flagctl.port.WriteOutcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file as a file: broken, missing, linked, locked, large. */
final class FlagdFileTest {

    private static final String FLAG =
            "\"a\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true, \"off\": false}, \"defaultVariant\": \"off\"}";
    private static final Exposure TEN = Exposure.of(Percent.of(10.0));

    @TempDir
    private Path folder;

    @Test
    void is_found_by_its_type() {
        assertThat(ServiceLoader.load(FlagServiceProvider.class))
                .extracting(FlagServiceProvider::type)
                .contains("flagd");
    }

    @Test
    void the_extension_or_a_setting_must_tell_the_format() {
        new FlagFolder(folder, "flags.txt").with("flags: {}\n");
        try (FlagService flags = open(Map.of("path", "flags.txt", "format", "yaml"))) {
            assertThat(flags.list(FlagFolder.SCOPE)).isEmpty();
        }

        assertThatThrownBy(() -> open(Map.of("path", "flags.txt")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("local")
                .hasMessageContaining("flags.txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json | {NL \"flags\": {NL  \"a\": {,}}}     | 3 | it is not JSON",
                "json | {\"flags\": {NL                      | 2 | it is not JSON",
                "json | {\"flags\": {}} xNL                  | 1 | it is not JSON",
                "json | {\"flags\": {}}NL{}                  | 2 | something follows",
                "json | []                                   | 1 | it is not an object",
                "json | {NL\"flags\": []}                    | 2 | is a list",
                "json | {NL\"flags\": 7}                     | 2 | is not an object",
                "json | {\"flags\":{\"a\":{},NL\"a\":{}}}    | 2 | \"a\" is there twice",
                "json | {\"flags\":{\"a\":{NL\"x\":1,\"x\":2}}} | 2 | \"x\" is there twice",
                "json | // commentNL{\"flags\": {}}          | 1 | it is not JSON",
                "yaml | flags:NL  a: {NL                     | 3 | it is not YAML",
                "yaml | flags:NL  a: {}NL  a: {}             | 3 | \"a\" is there twice",
                "yaml | flags: {}NL---NLflags: {}            | 2 | more than one document",
                "yaml | flags:NL\t a: {}                     | 2 | it is not YAML",
                "yaml | flags: {? [a] : 1}                   | 1 | not a plain text",
            })
    void a_broken_file_is_named_with_its_line_and_left_alone(String extension, String text, int line, String reason) {
        FlagFolder file = new FlagFolder(folder, "x." + extension).with(text.replace("NL", "\n"));

        assertThatThrownBy(() -> file.read(spec("a")))
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.failure()).isEqualTo(Failure.GARBLED))
                .hasMessageContaining("x." + extension + ":" + line)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> file.write(spec("a"), null, state(TEN))).isInstanceOf(AdapterException.class);
        assertThat(file.text()).isEqualTo(text.replace("NL", "\n"));
    }

    @Test
    void an_empty_file_a_binary_one_and_a_folder_say_what_they_are() throws IOException {
        FlagFolder file = new FlagFolder(folder, "x.json").with("");
        assertThatThrownBy(() -> file.read(spec("a"))).hasMessageContaining("is empty");
        FlagFolder yaml = new FlagFolder(folder, "x.yaml").with("# nothing\n");
        assertThatThrownBy(() -> yaml.read(spec("a"))).hasMessageContaining("is empty");

        Files.write(file.path(), new byte[] {'{', '\n', (byte) 0xC3, 0x28});
        assertThatThrownBy(() -> file.read(spec("a")))
                .hasMessageContaining("x.json:2")
                .hasMessageContaining("not UTF-8");

        Files.createDirectory(folder.resolve("y.json"));
        assertThatThrownBy(() -> new FlagFolder(folder, "y.json").read(spec("a")))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void a_deep_or_growing_file_ends_in_a_message() {
        FlagFolder deep = new FlagFolder(folder, "x.json").with("{\"flags\":{\"a\":" + "[".repeat(100_000));
        assertThatThrownBy(() -> deep.read(spec("a"))).isInstanceOf(AdapterException.class);

        FlagFolder deepYaml = new FlagFolder(folder, "y.yaml").with("flags: {a: " + "[".repeat(5_000));
        assertThatThrownBy(() -> deepYaml.read(spec("a"))).isInstanceOf(AdapterException.class);

        StringBuilder bomb = new StringBuilder("l0: &l0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("l" + i + ": &l" + i + " [*l" + (i - 1) + ", *l" + (i - 1) + "]\n");
        }
        FlagFolder growing = new FlagFolder(folder, "z.yaml").with(bomb + "flags: {a: *l39}\n");
        assertThat(growing.read(spec("a")).unreadable()).isEqualTo("is not an object");
    }

    @Test
    void a_missing_file_has_no_flags_wherever_it_would_be() {
        assertThat(new FlagFolder(folder, "no/such/file.json").read(spec("a")).presence())
                .isEqualTo(Presence.ABSENT);
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void a_symbolic_link_stays_one_and_its_file_keeps_its_permissions() throws IOException {
        Path target = Files.createDirectories(folder.resolve("real")).resolve("flags.json");
        Files.writeString(target, "{\"flags\": {" + FLAG + "}}");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.createSymbolicLink(folder.resolve("x.json"), Path.of("real/flags.json"));
        FlagFolder file = new FlagFolder(folder, "x.json");
        FlagState state = file.state(spec("a"));

        file.change(spec("a"), state.withExposure(TEN));

        assertThat(folder.resolve("x.json")).isSymbolicLink();
        assertThat(Files.readString(target)).contains("fractional");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-rw-r--");
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**{.lock,-new}");
    }

    @Test
    void a_link_to_a_file_that_is_not_there_yet_is_filled() throws IOException {
        Files.createSymbolicLink(folder.resolve("x.json"), Path.of("later/flags.json"));
        FlagFolder file = new FlagFolder(folder, "x.json");

        assertThat(file.write(spec("a"), null, state(TEN)).failure()).isNull();

        assertThat(folder.resolve("later/flags.json")).isRegularFile();
    }

    @Test
    void links_that_lead_to_each_other_are_a_failure() throws IOException {
        Files.createSymbolicLink(folder.resolve("x.json"), Path.of("y.json"));
        Files.createSymbolicLink(folder.resolve("y.json"), Path.of("x.json"));

        assertThatThrownBy(() -> new FlagFolder(folder, "x.json").write(spec("a"), null, state(TEN)))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("links lead to each other");
    }

    @Test
    void threads_that_write_together_lose_nothing() throws Exception {
        FlagFolder file = new FlagFolder(folder, "x.json");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<WriteOutcome>> writes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String key = "flag-" + i;
            writes.add(() -> file.write(spec(key), null, state(TEN)));
        }
        for (Future<WriteOutcome> outcome : threads.invokeAll(writes)) {
            assertThat(outcome.get().failure()).isNull();
        }
        threads.shutdown();

        try (FlagService flags = file.flags()) {
            assertThat(flags.list(FlagFolder.SCOPE)).hasSize(40);
        }
    }

    @Test
    void a_lock_that_a_killed_run_left_behind_does_not_matter() {
        FlagFolder file = new FlagFolder(folder, "x.json").with("{\"flags\": {" + FLAG + "}}");
        new FlagFolder(folder, "x.json.lock").with("");
        new FlagFolder(folder, ".x.json.flagctl-new").with("{\"flags\": {\"half");
        FlagState state = file.state(spec("a"));

        file.change(spec("a"), state.withExposure(TEN));

        assertThat(folder).isDirectoryNotContaining("glob:**{.lock,-new}");
    }

    @Test
    void another_process_that_writes_is_named_and_worth_another_try() throws Exception {
        FlagFolder file = new FlagFolder(folder, "x.json").with("{\"flags\": {" + FLAG + "}}");
        Process other = Locker.start(folder.resolve("x.json.lock"));
        try {
            assertThatThrownBy(() -> file.write(spec("a"), file.state(spec("a")), state(TEN)))
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            e -> assertThat(e.retryable()).isTrue())
                    .hasMessageContaining("another process is writing it");
        } finally {
            other.destroyForcibly().waitFor();
        }
        FlagState found = file.state(spec("a"));
        assertThat(file.write(spec("a"), found, found.withExposure(TEN)).failure())
                .isNull();
    }

    /** Holds a lock in a process of its own: within one, the operating system's locks do not exclude. */
    static final class Locker {

        static Process start(Path path) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Locker.class.getName(),
                            path.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(process.getInputStream().read()).isEqualTo('!');
            return process;
        }

        public static void main(String[] args) throws IOException {
            try (FileChannel channel =
                            FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.write("!".getBytes(StandardCharsets.US_ASCII));
                System.out.flush();
                System.in.read();
                assertThat(lock.isValid()).isTrue();
            }
        }
    }

    @Test
    void ten_thousand_flags_are_written_in_one_batch_and_read_back() {
        FlagFolder file = new FlagFolder(folder, "x.json");
        List<FlagWrite> creations = new ArrayList<>();
        List<FlagWrite> changes = new ArrayList<>();
        List<FlagWrite> archives = new ArrayList<>();
        List<FlagSpec> specs = new ArrayList<>();
        FlagState ten = state(TEN);
        FlagState half = state(Exposure.of(Percent.of(50.0)));
        for (int i = 0; i < 10_000; i++) {
            FlagSpec flag = spec("flag-" + i);
            specs.add(flag);
            creations.add(new FlagWrite(flag, null, ten));
            changes.add(new FlagWrite(flag, ten, half));
            archives.add(new FlagWrite(flag, half, null));
        }
        try (FlagService flags = file.flags()) {
            assertThat(flags.write(FlagFolder.SCOPE, creations)).allMatch(outcome -> outcome.failure() == null);
            assertThat(flags.write(FlagFolder.SCOPE, changes)).allMatch(outcome -> outcome.failure() == null);
            Map<String, ObservedFlag> observed = flags.read(FlagFolder.SCOPE, specs);

            assertThat(observed).hasSize(10_000);
            assertThat(observed.values()).allMatch(flag -> half.equals(flag.state()));

            assertThat(flags.write(FlagFolder.SCOPE, archives))
                    .allMatch(outcome -> !outcome.receipt().isEmpty());
            assertThat(flags.list(FlagFolder.SCOPE)).isEmpty();
        }
    }

    private FlagService open(Map<String, Object> settings) {
        AdapterSpec spec = new AdapterSpec("local", "flagd", settings, SourceRef.NONE);
        AdapterHost host = new AdapterHost(Clock.systemUTC(), folder, Map.of(), line -> {});
        return new FlagdProvider().open(new Settings(spec, Map.of()), host);
    }

    private static FlagState state(Exposure exposure) {
        return new FlagState(Map.of("on", true, "off", false), "on", "off", exposure, "targetingKey", "a");
    }
}
