// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.CodeReference;
import dev.flagctl.port.CodeSearch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A code search over files in memory. */
public final class FakeCodeSearch implements CodeSearch {

    private final Map<String, String> files = new TreeMap<>();
    private boolean broken;

    /** Puts a file there. */
    public FakeCodeSearch with(String path, String content) {
        files.put(path, content);
        return this;
    }

    /** Lets every search fail from now on. */
    public void fail() {
        broken = true;
    }

    @Override
    public Map<String, List<CodeReference>> references(Collection<String> flagKeys) {
        if (broken) {
            throw new AdapterException(Failure.UNREACHABLE, "search code", "the fake code", "it cannot be searched");
        }
        Map<String, List<CodeReference>> references = new LinkedHashMap<>();
        for (String key : flagKeys) {
            Pattern word = Pattern.compile("(?<!\\w|\\w-)" + Pattern.quote(key) + "(?!\\w|-\\w)");
            List<CodeReference> found = new ArrayList<>();
            files.forEach((path, content) -> {
                String[] lines = content.split("\n", -1);
                for (int i = 0; i < lines.length; i++) {
                    if (word.matcher(lines[i]).find()) {
                        String text = lines[i].trim();
                        found.add(new CodeReference(path, i + 1, text.substring(0, Math.min(200, text.length()))));
                    }
                }
            });
            references.put(key, found);
        }
        return references;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
