// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the flag file of an environment can be read and replaced. */
final class FlagdChecks {

    private FlagdChecks() {}

    static List<Check> of(FlagPath path, FlagScope scope) {
        List<Check> checks = new ArrayList<>();
        FlagFile file = new FlagFile(path.of(scope.environment().name()), "check the flag file");
        try {
            FlagText text = file.load();
            if (text == null) {
                checks.add(Check.warning(
                        "file",
                        file.target() + " is not there yet",
                        "the first apply makes it; correct \"path\" if it should be there"));
            } else {
                int flags =
                        path.format().parse(text, KeyFilter.ALL, false).flags().size();
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
