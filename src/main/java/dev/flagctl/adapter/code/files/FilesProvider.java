// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.CodeSearch;
import dev.flagctl.port.CodeSearchProvider;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes code searches of type {@code files}: {@code paths} are folders and files to search, {@code include} and {@code exclude} are globs.
 */
public final class FilesProvider implements CodeSearchProvider {

    @Override
    public String type() {
        return "files";
    }

    @Override
    public CodeSearch open(Settings settings, AdapterHost host) {
        Path root = host.root().toAbsolutePath().normalize();
        List<Path> paths = new ArrayList<>();
        for (String path : settings.list("paths")) {
            paths.add(root.resolve(path).normalize());
        }
        if (paths.isEmpty()) {
            // Searching nothing would find nothing, and a flag would be archived for it.
            throw new RefusedException(
                    "adapter \"" + settings.name() + "\" has no \"paths\"", "name the folders with your code");
        }
        Globs globs = new Globs(settings.name(), settings.list("include"), settings.list("exclude"));
        return new FilesCodeSearch(new SourceTree(root, paths, globs));
    }
}
