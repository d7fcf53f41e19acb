// SPDX-License-Identifier: Apache-2.0

import io.trino.plugin.memory.MemoryPlugin;
import io.trino.server.testing.TestingTrinoServer;
import java.util.Map;

/** Serves a Trino with tables in memory on a free port of 127.0.0.1, says where, and ends when its input does. */
public final class Trino {

    private Trino() {}

    public static void main(String[] args) throws Exception {
        TestingTrinoServer server = TestingTrinoServer.builder().build();
        server.installPlugin(new MemoryPlugin());
        server.createCatalog("memory", "memory", Map.of());
        System.out.println("READY " + server.getBaseUrl().getPort());
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }
}
