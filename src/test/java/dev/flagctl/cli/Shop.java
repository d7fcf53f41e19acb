// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.TestClock;
import dev.flagctl.support.UnleashServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small project in a folder, with the command line pointed at it. */
final class Shop {

    static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: shop}
            spec:
              environments:
                staging: {flags: local}
                production: {flags: local, protected: true}
              adapters:
                local: {type: flagd, path: "flags/${environment}.json"}
            """;

    /** Follows the manifest of a feature that tells the adapter {@code chat} of each stage. */
    static final String TOLD = "  notify:\n    - {to: chat, on: [advanced]}\n";

    final TestClock clock = new TestClock();
    private final Path folder;

    Shop(Path folder) {
        this.folder = folder;
        write("flagctl.yaml", PROJECT);
    }

    /** One with production alone. */
    static Shop production(Path folder) {
        return new Shop(folder).write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: local}
                  adapters:
                    local: {type: flagd, path: "flags/${environment}.json"}
                """);
    }

    /** One with production alone, whose telemetry is a sheet {@code telemetry/production.csv} and has the metric {@code errors}. */
    static Shop measured(Path folder) {
        Shop shop = production(folder).adapter("sheet: {type: csv, path: \"telemetry/${environment}.csv\"}");
        shop.edit("flagctl.yaml", text -> text.replace("{flags: local}", "{flags: local, telemetry: sheet}"));
        return shop.write("manifests/errors.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: errors}
                spec: {kind: ratio, csv: {metric: errors}}
                """);
    }

    /** One with production alone, served by Unleash. */
    static Shop onUnleash(Path folder, String url) {
        Shop shop = production(folder);
        shop.edit(
                "flagctl.yaml",
                text -> text.replace("flags: local", "flags: unleash")
                        .replaceFirst(
                                "local: \\{.*",
                                "unleash: {type: unleash, url: \"" + url + "\", token: \"\\${file:token.txt}\"}"));
        return shop.write("token.txt", UnleashServer.ADMIN_TOKEN);
    }

    /** Adds an adapter to the project, which has no ledger of its own yet. */
    Shop adapter(String adapter) {
        return edit("flagctl.yaml", text -> text + "    " + adapter + "\n");
    }

    /** Keeps the ledger in a schema of PostgreSQL. */
    Shop postgres(String url, String schema) {
        return ledger("{type: postgres, url: \"" + url + "\", schema: \"" + schema + "\"}");
    }

    Shop ledger(String ledger) {
        return edit("flagctl.yaml", text -> text + "  ledger: " + ledger + "\n");
    }

    /** Returns the manifest of a feature that goes through these stages of production. */
    static String feature(String name, String... stages) {
        return """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: NAME, version: 1.0.0, owner: team-search}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  rollout:
                    production:
                      strategy: canary
                      stages:
                """.replace("NAME", name)
                + Stream.of(stages).map(stage -> "        - " + stage + "\n").collect(Collectors.joining());
    }

    /** Returns one that stays at 10 % of production for a day and goes to all of staging at once. */
    static String stagedFeature(String name) {
        return feature(name, "{percent: 10, bake: 1d}", "{percent: 100}")
                .replace("  rollout:\n", "  rollout:\n    staging: {strategy: all-at-once}\n");
    }

    /** A feature that goes to 10 %, 50 % and 100 % of production, an hour each. */
    Shop search() {
        return write(
                "manifests/search.yaml",
                feature("search", "{percent: 10, bake: 1h}", "{percent: 50, bake: 1h}", "{percent: 100}"));
    }

    /** Lets search ask a script of the shell before its first stage; it begins with the file {@code hook-began}. */
    Shop hooked(String script) {
        adapter("smoke: {type: exec, command: [./hook.sh]}");
        edit(
                "manifests/search.yaml",
                text -> text.replace(
                        "{percent: 10, bake: 1h}",
                        "{percent: 10, bake: 1h, hooks: [{adapter: smoke, action: check}]}"));
        write("hook.sh", "#!/bin/sh\necho > hook-began\n" + script);
        if (!path("hook.sh").toFile().setExecutable(true)) {
            throw new AssertionError("hook.sh");
        }
        return this;
    }

    Cli cli() {
        return Cli.in(folder).sleepingOn(clock).with("USER", "dana");
    }

    Result run(String... words) {
        return cli().run(words);
    }

    Shop applied() {
        return applied("apply", "--auto-approve");
    }

    Shop applied(String... words) {
        Result result = run(words);
        if (result.exitCode() != 0) {
            throw new AssertionError(result);
        }
        return this;
    }

    Shop later(Duration time) {
        clock.advance(time);
        return this;
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    Shop write(String file, String text) {
        try {
            Files.createDirectories(path(file).getParent());
            Files.writeString(path(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop remove(String file) {
        try {
            Files.delete(path(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop edit(String file, UnaryOperator<String> change) {
        String old = read(file);
        String fresh = change.apply(old);
        if (fresh.equals(old)) {
            throw new AssertionError("nothing to change in " + old);
        }
        return write(file, fresh);
    }
}
