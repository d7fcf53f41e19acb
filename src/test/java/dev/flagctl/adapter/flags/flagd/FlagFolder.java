// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Environment;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder with the flag file of production, and short ways to read and write its flags. */
final class FlagFolder {

    static final FlagScope SCOPE = new FlagScope(
            new Environment("production", "local", null, false, List.of("eu-west", "us-east", "ap-south"), null),
            Map.of("employees", employees("@shop.example")),
            "region");

    private final Path folder;
    private final String name;

    FlagFolder(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    static Cohort employees(String domain) {
        return new Cohort("employees", true, List.of(new Condition("email", Operator.ENDS_WITH, List.of(domain))));
    }

    static FlagSpec spec(String key, Owns... owns) {
        return spec(key, "on", "off", owns);
    }

    static FlagSpec spec(String key, String treatment, String control, Owns... owns) {
        return new FlagSpec(
                key, new Serve(treatment, control), owns.length == 0 ? Set.of(Owns.EXPOSURE) : Set.of(owns), "");
    }

    Path path() {
        return folder.resolve(name);
    }

    FlagFolder with(String text) {
        try {
            Files.createDirectories(path().toAbsolutePath().getParent());
            Files.writeString(path(), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        try {
            return Files.readString(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FlagService flags() {
        return new FlagdFlagService(
                new FlagPath(folder, name, name.endsWith("json") ? FlagFormat.JSON : FlagFormat.YAML),
                FlagdBucketing.V1,
                new WriteTurns(new Random(11), length -> {}));
    }

    ObservedFlag read(FlagSpec spec) {
        try (FlagService flags = flags()) {
            return flags.read(SCOPE, List.of(spec)).get(spec.key());
        }
    }

    /** Reads a flag that must be readable. */
    FlagState state(FlagSpec spec) {
        ObservedFlag observed = read(spec);
        if (observed.state() == null) {
            throw new AssertionError(observed.key() + " " + observed.unreadable());
        }
        return observed.state();
    }

    /** Changes a flag from what it serves now. */
    void change(FlagSpec spec, FlagState after) {
        AdapterException failure = write(spec, state(spec), after).failure();
        if (failure != null) {
            throw failure;
        }
    }

    WriteOutcome write(FlagSpec spec, @Nullable FlagState before, @Nullable FlagState after) {
        try (FlagService flags = flags()) {
            return flags.write(SCOPE, List.of(new FlagWrite(spec, before, after)))
                    .get(0);
        }
    }
}
