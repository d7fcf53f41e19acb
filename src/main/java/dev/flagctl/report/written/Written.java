// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.written;

import java.util.List;

/**
 * What a command wrote, and what it left alone.
 *
 * @param files paths that are new, relative to the folder worked in
 * @param kept what was there already and was not touched
 * @param skipped what could not be written
 * @param next the command that makes sense now
 */
public record Written(List<String> files, List<Left> kept, List<Left> skipped, String next) {

    public Written {
        files = List.copyOf(files);
        kept = List.copyOf(kept);
        skipped = List.copyOf(skipped);
    }

    /**
     * Something that was not written.
     *
     * @param name name of it
     * @param why the reason, in words
     */
    public record Left(String name, String why) {}
}
