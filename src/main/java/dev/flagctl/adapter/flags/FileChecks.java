// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Looks whether a flag file can be read and replaced. */
public final class FileChecks {

    private FileChecks() {}

    /**
     * Looks at the file and at its folder.
     *
     * @param count parses a text and returns how many flags it has; what it throws is what is found
     */
    public static List<Check> of(FlagFile file, ToIntFunction<FlagText> count) {
        List<Check> checks = new ArrayList<>();
        try {
            FlagText text = file.load();
            if (text == null) {
                checks.add(Check.warning(
                        "file",
                        file.target() + " is not there yet",
                        "the first apply makes it; correct \"path\" if it should be there"));
            } else {
                int flags = count.applyAsInt(text);
                checks.add(Check.ok("file", file.target() + ", " + flags + (flags == 1 ? " flag" : " flags")));
            }
        } catch (AdapterException e) {
            checks.add(Check.failed("file", e.sentence(), "mend the file, or correct \"path\""));
        }
        checks.add(folder(file.target()));
        return checks;
    }

    /** A file is replaced by renaming another one onto it, so it is the folder that must allow it. */
    private static Check folder(Path target) {
        Path folder = target.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder)
                ? Check.ok("folder", folder + " can be written")
                : Check.failed("folder", folder + " cannot be written", "give the user that runs flagctl write access");
    }
}
