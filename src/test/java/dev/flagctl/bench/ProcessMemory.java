// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process of Linux holds, by proc(5).
 *
 * @param rss resident memory in MiB
 * @param peak the most that it ever had of it, in MiB
 * @param threads its threads
 * @param files its open files and sockets
 */
record ProcessMemory(long rss, long peak, long threads, long files) {

    /** Reads what it holds now; all is 0 when it ended. */
    static ProcessMemory of(long pid) {
        try {
            String status = Files.readString(Path.of("/proc/" + pid + "/status"));
            String[] open = new File("/proc/" + pid + "/fd").list();
            return new ProcessMemory(
                    number(status, "VmRSS:") / 1024,
                    number(status, "VmHWM:") / 1024,
                    number(status, "Threads:"),
                    open == null ? 0 : open.length);
        } catch (IOException ended) {
            return new ProcessMemory(0, 0, 0, 0);
        }
    }

    private static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
