// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;
import dev.flagctl.support.KubeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** A FeatureFlag passes the contract of flag services as a manifest and in a real API server. */
final class OperatorContractTest {

    @Nested
    final class Manifest implements FlagServiceContract {

        @TempDir
        private Path folder;

        @Override
        public FlagService open() {
            return Open.adapter(folder, Map.of("name", "shop", "path", "deploy/${environment}.yaml"));
        }

        @Override
        public Object changes() {
            Path file = folder.resolve("deploy/production.yaml");
            try {
                return Files.exists(file)
                        ? Files.readAttributes(file, BasicFileAttributes.class).fileKey() + Files.readString(file)
                        : "none";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    final class Cluster implements FlagServiceContract {

        private final KubeServer server = KubeServer.shared();
        private final String namespace = Open.newNamespace(server);

        @Override
        public FlagService open() {
            return Open.adapter(server, namespace, server.token());
        }

        @Override
        public Object changes() {
            return Open.version(server, namespace);
        }
    }
}
