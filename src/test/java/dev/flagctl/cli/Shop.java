// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

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

    final TestClock clock = new TestClock();
    private final Path folder;

    Shop(Path folder) {
        this.folder = folder;
        write("flagctl.yaml", PROJECT);
    }

    /** One with production alone, whose telemetry is a sheet {@code telemetry/production.csv} and has the metric {@code errors}. */
    static Shop measured(Path folder) {
        Shop shop = new Shop(folder);
        shop.write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: local, telemetry: sheet}
                  adapters:
                    local: {type: flagd, path: "flags/${environment}.json"}
                    sheet: {type: csv, path: "telemetry/${environment}.csv"}
                """);
        shop.write("manifests/errors.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: errors}
                spec: {kind: ratio, csv: {metric: errors}}
                """);
        return shop;
    }

    /** A feature that goes to 10 %, 50 % and 100 % of production, an hour each. */
    Shop search() {
        write("manifests/search.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: search, version: 1.0.0, owner: team-search}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  rollout:
                    production:
                      strategy: canary
                      stages:
                        - {percent: 10, bake: 1h}
                        - {percent: 50, bake: 1h}
                        - {percent: 100}
                """);
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
