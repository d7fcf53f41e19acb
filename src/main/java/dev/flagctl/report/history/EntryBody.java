// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The facts in the body of a ledger entry, each under its path, such as {@code decision.because} or {@code evidence.guardrails.0.metric}. */
final class EntryBody {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, String> facts;

    private EntryBody(Map<String, String> facts) {
        this.facts = facts;
    }

    /** What is long, and what no sentence needs. */
    private static final Set<String> LONG = Set.of("evidence", "spec");

    /** Reads a body; one that is not JSON has no facts, for a view must not fail on what it only shows. */
    static EntryBody of(String body) {
        return of(body, Set.of());
    }

    /** Reads a body without its evidence and the spec in it, which may be long. */
    static EntryBody brief(String body) {
        return of(body, LONG);
    }

    private static EntryBody of(String body, Set<String> without) {
        Map<String, String> facts = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            json.nextToken();
            read(json, "", without, facts);
        } catch (JacksonException broken) {
            facts.clear();
        }
        return new EntryBody(facts);
    }

    /** Returns the first of these facts that is there, or null. */
    @Nullable
    String first(String... paths) {
        for (String path : paths) {
            String value = facts.get(path);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /** Returns all facts by their path, in the order of the body. */
    Map<String, String> all() {
        return facts;
    }

    private static void read(JsonParser json, String path, Set<String> without, Map<String, String> facts) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = path.isEmpty() ? json.currentName() : path + "." + json.currentName();
                json.nextToken();
                if (path.isEmpty() && without.contains(name)) {
                    json.skipChildren();
                } else {
                    read(json, name, without, facts);
                }
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                read(json, path + "." + i, without, facts);
            }
        } else if (token != null && token != JsonToken.VALUE_NULL) {
            facts.put(path, json.getString());
        }
    }
}
