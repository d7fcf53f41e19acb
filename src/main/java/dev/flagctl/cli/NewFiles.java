// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.RefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are all written, or none of them when one is there already: nothing is ever overwritten. */
final class NewFiles {

    private final Path root;
    private final Map<String, String> texts = new LinkedHashMap<>();

    NewFiles(Path root) {
        this.root = root;
    }

    /**
     * Plans a file.
     *
     * @param path relative to the root, with forward slashes
     */
    NewFiles add(String path, String text) {
        texts.put(path, text);
        return this;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /**
     * Writes the files.
     *
     * @return their paths, in the order planned
     * @throws RefusedException when one of them is there already; then none is written
     * @throws AdapterException when the file system refuses
     */
    List<String> write() {
        for (String path : texts.keySet()) {
            if (Files.exists(root.resolve(path))) {
                throw isThere(path);
            }
        }
        texts.forEach(this::write);
        return new ArrayList<>(texts.keySet());
    }

    private void write(String path, String text) {
        Path file = root.resolve(path);
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException meanwhile) {
            throw isThere(path);
        } catch (IOException refused) {
            String reason = "the file system refused: " + refused.getMessage();
            throw new AdapterException(AdapterException.Failure.REFUSED, "write", path, reason, refused);
        }
    }

    private static RefusedException isThere(String path) {
        return new RefusedException(
                path + " is there already, and nothing is ever overwritten",
                "work in another folder with -C DIR, or move the file away");
    }
}
