// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;
import dev.flagctl.support.ReplacedFile;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** A file of GO Feature Flag passes the contract of flag services in both of its formats. */
final class GoffContractTest {

    @Nested
    final class Json implements FlagServiceContract {

        @TempDir
        private Path folder;

        @Override
        public FlagService open() {
            return new GoffFlagService(
                    new FlagPath(folder, "flags/${environment}.json", FlagFormat.JSON),
                    new WriteTurns(new Random(7), length -> {}));
        }

        @Override
        public Object changes() {
            return ReplacedFile.of(folder.resolve("flags/production.json"));
        }
    }

    @Nested
    final class Yaml implements FlagServiceContract {

        @TempDir
        private Path folder;

        @Override
        public FlagService open() {
            return new GoffFlagService(
                    new FlagPath(folder, "flags/${environment}.yaml", FlagFormat.YAML),
                    new WriteTurns(new Random(7), length -> {}));
        }

        @Override
        public Object changes() {
            return ReplacedFile.of(folder.resolve("flags/production.yaml"));
        }
    }
}
