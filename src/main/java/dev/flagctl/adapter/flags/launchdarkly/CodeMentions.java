// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.model.CodeReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where code names flags, as LaunchDarkly was told by its scanner (https://launchdarkly.com/docs/api/code-references). Two calls for all flags, and one more
 * for each that is named somewhere.
 */
final class CodeMentions {

    private static final int LONGEST = 200;

    private final LaunchDarklyApi api;

    CodeMentions(LaunchDarklyApi api) {
        this.api = api;
    }

    /** Returns the places by flag; nothing where no repository was ever scanned, or the token or the contract does not cover it. */
    Map<String, List<CodeReference>> of(Collection<String> keys) {
        Optional<JsonNode> repositories = api.repositories("ask which repositories were scanned");
        if (repositories.isEmpty() || !wasScanned(repositories.get())) {
            return Map.of();
        }
        JsonNode named = api.codeStatistics("ask which flags code names").path("flags");
        Map<String, List<CodeReference>> places = new LinkedHashMap<>();
        for (String key : keys) {
            places.put(key, named.path(key).isEmpty() ? List.of() : places(key, named.path(key)));
        }
        return places;
    }

    /** A repository that is not connected yet, or switched off, has not been looked into. */
    private static boolean wasScanned(JsonNode repositories) {
        for (JsonNode repository : repositories.path("items")) {
            for (JsonNode branch : repository.path("branches")) {
                if (repository.path("enabled").asBoolean(false)
                        && branch.path("name").asString("").equals(main(repository))
                        && branch.path("syncTime").asLong(0) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The statistics count; what they count is shown by its place where that can be had. */
    private List<CodeReference> places(String key, JsonNode statistics) {
        long count = 0;
        String repository = "";
        for (JsonNode each : statistics) {
            count += each.path("hunkCount").asLong(0);
            repository = repository.isEmpty() ? each.path("name").asString("") : repository;
        }
        List<CodeReference> places = new ArrayList<>();
        for (JsonNode each : api.references("ask where code names the flag \"" + key + "\"", key)
                .path("items")) {
            for (JsonNode branch : each.path("branches")) {
                if (branch.path("name").asString("").equals(main(each))) {
                    branch.path("references").forEach(file -> add(places, key, each, file));
                }
            }
        }
        while (places.size() < count) {
            places.add(new CodeReference(repository, 1, "known to LaunchDarkly by its number only"));
        }
        return places;
    }

    private static void add(List<CodeReference> places, String key, JsonNode repository, JsonNode file) {
        String path =
                repository.path("name").asString("") + "/" + file.path("path").asString("");
        for (JsonNode hunk : file.path("hunks")) {
            if (hunk.path("flagKey").asString("").equals(key)) {
                String line = hunk.path("lines")
                        .asString("")
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip();
                places.add(new CodeReference(
                        path,
                        hunk.path("startingLineNumber").asInt(1),
                        line.substring(0, Math.min(LONGEST, line.length()))));
            }
        }
    }

    private static String main(JsonNode repository) {
        return repository.path("defaultBranch").asString("");
    }
}
