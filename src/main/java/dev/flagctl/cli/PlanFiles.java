// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.SavedPlan;
import dev.flagctl.plan.codec.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Saves plans to files and reads them back. */
final class PlanFiles {

    private PlanFiles() {}

    /** Writes beside the file and renames, so that nobody ever reads half a plan. */
    static void save(Path file, Plan plan) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path fresh = Files.createTempFile(folder, ".plan", ".tmp");
            Files.writeString(fresh, PlanFile.write(plan));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RefusedException(
                    "tried to save the plan to " + file + ", but it cannot be written: "
                            + e.getClass().getSimpleName(),
                    "name a file in a folder that exists and can be written to");
        }
    }

    static SavedPlan read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new RefusedException(
                    "tried to read the plan " + file + ", but it cannot be read: "
                            + e.getClass().getSimpleName(),
                    "make it with flagctl plan --out " + file);
        }
        try {
            return PlanFile.read(text);
        } catch (IllegalStateException e) {
            throw new RefusedException(
                    file + " is no plan of this flagctl: " + e.getMessage(),
                    "make it anew with flagctl plan --out " + file);
        }
    }
}
