// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.port.WriteOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes a flag file under its lock: reads it, lets a batch edit its text, and replaces it as a whole unless somebody else did meanwhile. */
public final class FileWriting {

    /** How often it is read again when somebody without the lock, such as an editor, replaced it meanwhile. */
    private static final int TRIES = 5;

    private final FlagFile file;
    private final WriteTurns turns;

    public FileWriting(FlagFile file, WriteTurns turns) {
        this.file = file;
        this.turns = turns;
    }

    /**
     * Carries out a batch, behind other processes that write the same file.
     *
     * @param blank text that a new file begins with
     * @param batch edits the text that is there; asked again when somebody changed it meanwhile
     * @throws AdapterException when nothing could be tried; what a write came to is its outcome
     */
    public List<WriteOutcome> write(String blank, Function<FlagText, FileBatch> batch) {
        Path target = file.target();
        try {
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (WriteLock lock = turns.await(target)) {
                if (lock == null) {
                    throw new AdapterException(
                            Failure.TRANSIENT, "write flags", target.toString(), "another process is writing it");
                }
                return write(blank, batch, target);
            }
        } catch (IOException e) {
            throw file.unreachable(e);
        }
    }

    private List<WriteOutcome> write(String blank, Function<FlagText, FileBatch> editing, Path target) {
        for (int tried = 1; ; tried++) {
            FlagText there = file.load();
            FlagText text = there == null ? file.blank(blank) : there;
            FileBatch batch = editing.apply(text);
            String changed = batch.changedText();
            if (changed == null) {
                return batch.outcomes();
            }
            boolean same = Objects.equals(there, file.load());
            if (same || tried == TRIES) {
                AdapterException failure = same ? replace(target, text.mark() + changed) : changedMeanwhile(target);
                return failure == null ? batch.outcomes() : batch.outcomesAfter(failure);
            }
        }
    }

    private static AdapterException changedMeanwhile(Path target) {
        return new AdapterException(
                Failure.TRANSIENT, "write flags", target.toString(), "somebody changed it at the same moment");
    }

    /** Returns why it could not be replaced, or null. */
    private @Nullable AdapterException replace(Path target, String content) {
        try {
            AtomicReplace.replace(target, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return file.unreachable(e);
        }
        try {
            AtomicReplace.forceFolder(target);
        } catch (IOException e) {
            return new AdapterException(
                    Failure.UNKNOWN_OUTCOME,
                    "write flags",
                    target.toString(),
                    "it was replaced, and whether that survives a power cut is not known: " + e.getMessage(),
                    e);
        }
        return null;
    }
}
