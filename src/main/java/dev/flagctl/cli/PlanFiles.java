// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.SavedPlan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.plan.codec.PlanSignature;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Saves plans to files and reads them back. */
final class PlanFiles {

    private PlanFiles() {}

    /**
     * Writes beside the file and renames, so that nobody ever reads half a plan.
     *
     * @param ledger the one that it was made from
     * @param key private key to sign it with, or null
     */
    static void save(Path file, Plan plan, Ledger ledger, @Nullable Path key) {
        String text = PlanFile.write(plan, hash(ledger, plan.serial()));
        if (key != null) {
            String signature = HeadKeys.sign("--sign", key, text.getBytes(StandardCharsets.UTF_8));
            text = new PlanSignature(text, signature).signed();
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path fresh = Files.createTempFile(folder, ".plan", ".tmp");
            try {
                Files.writeString(fresh, text);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new RefusedException(
                    "tried to save the plan to " + file + ", but it cannot be written: " + FileFault.writing(e),
                    "name a file in a folder that exists and can be written to");
        }
    }

    /** Refuses a plan that was made from another ledger, or from one that was put back from a backup since. */
    static void requireFrom(Ledger ledger, SavedPlan saved, String file) {
        if (!saved.head().isEmpty() && !saved.head().equals(hash(ledger, saved.serial()))) {
            throw new RefusedException(
                    "the plan " + file + " was made from another ledger: it has entry " + saved.serial()
                            + " as the newest one, and in this ledger that is "
                            + (ledger.serial() < saved.serial() ? "not there" : "another entry"),
                    "make it anew with flagctl plan --out " + file);
        }
    }

    private static String hash(Ledger ledger, long serial) {
        return ledger.entry(serial).map(Entry::hash).orElse(EntryHash.GENESIS);
    }

    /**
     * Reads a plan.
     *
     * @param key public key that it must be signed with, or null
     */
    static SavedPlan read(Path file, @Nullable Path key) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new RefusedException(
                    "tried to read the plan " + file + ", but it cannot be read: " + FileFault.reading(e),
                    "make it with flagctl plan --out " + file);
        }
        if (key != null && !isSigned(text, key)) {
            throw new RefusedException(
                    "the plan " + file + " is not signed with that key: somebody changed it, or nobody signed it",
                    "make it anew with flagctl plan --out " + file + " --sign KEY, and have it reviewed");
        }
        try {
            return PlanFile.read(text);
        } catch (IllegalStateException e) {
            throw new RefusedException(
                    file + " is no plan of this flagctl: " + e.getMessage(),
                    "make it anew with flagctl plan --out " + file);
        }
    }

    private static boolean isSigned(String text, Path key) {
        PlanSignature signature = PlanSignature.of(text).orElse(new PlanSignature("", ""));
        return HeadKeys.isSigned(
                "--verify-key", key, signature.text().getBytes(StandardCharsets.UTF_8), signature.signature());
    }
}
