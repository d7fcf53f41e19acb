// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What tests against real servers have in common. */
public final class Servers {

    private Servers() {}

    /** Skips the test for a server that cannot be had here, with the reason in sight; fails instead where all servers must be there. */
    public static void missing(String reason) {
        if ("1".equals(System.getenv("FLAGCTL_REQUIRE_SERVERS"))) {
            Assertions.fail(reason + ", and FLAGCTL_REQUIRE_SERVERS=1 asks for it");
        }
        Assumptions.abort(reason);
    }

    /** Returns a port of 127.0.0.1 that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
