// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The flagd file passes the contract of flag services in both of its formats. */
final class FlagdContractTest {

    @Nested
    final class Json implements FlagServiceContract {

        @TempDir
        private Path folder;

        @Override
        public FlagService open() {
            return new FlagdFlagService(
                    new FlagPath(folder, "flags/${environment}.flagd.json", FlagFormat.JSON),
                    FlagdBucketing.V1,
                    new Random(7));
        }

        @Override
        public Object changes() {
            return replaced(folder.resolve("flags/production.flagd.json"));
        }
    }

    @Nested
    final class Yaml implements FlagServiceContract {

        @TempDir
        private Path folder;

        @Override
        public FlagService open() {
            return new FlagdFlagService(
                    new FlagPath(folder, "flags/${environment}.flagd.yaml", FlagFormat.YAML),
                    FlagdBucketing.V1,
                    new Random(7));
        }

        @Override
        public Object changes() {
            return replaced(folder.resolve("flags/production.flagd.yaml"));
        }
    }

    /** Returns which file it is, as the operating system tells files apart: a replaced one is another file, whatever stands in it. */
    private static Object replaced(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                    : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
