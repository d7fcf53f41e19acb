// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.CodeSearch;
import dev.flagctl.port.CodeSearchProvider;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes code searches of type {@code files}: {@code paths} are folders or files to search, the manifest's folder by default; {@code include}
 * and {@code exclude} are globs.
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
        for (String path : texts(settings, "paths")) {
            paths.add(root.resolve(path).normalize());
        }
        if (paths.isEmpty()) {
            paths.add(root);
        }
        Globs globs = new Globs(settings.name(), texts(settings, "include"), texts(settings, "exclude"));
        return new FilesCodeSearch(new SourceTree(root, paths, globs));
    }

    /** One glob or path may be written without a list around it. */
    private static List<String> texts(Settings settings, String key) {
        return settings.raw().get(key) instanceof String ? List.of(settings.require(key)) : settings.list(key);
    }
}
