// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;
import java.nio.file.Path;
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
                    new FlagPath(folder, "flags/${environment}.flagd.json", FlagFormat.JSON), new Random(7));
        }
    }

    @Nested
    final class Yaml implements FlagServiceContract {

        @TempDir
        private Path folder;

        @Override
        public FlagService open() {
            return new FlagdFlagService(
                    new FlagPath(folder, "flags/${environment}.flagd.yaml", FlagFormat.YAML), new Random(7));
        }
    }
}
