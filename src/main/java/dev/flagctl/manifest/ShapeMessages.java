// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.diag.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says in our words what a schema validator found, at the place where it is written. */
final class ShapeMessages {

    private final JsonNode bundle;
    private final JsonNode tree;
    private final String file;
    private final Findings findings;
    /** Pointers of keys that an unknown key was probably meant to be; they are not missing as well. */
    private final Set<String> meant = new HashSet<>();

    private final Set<String> said = new HashSet<>();
    /** Where something is wrong that the YAML itself shows. */
    private final Set<SourceRange> unreadable = new HashSet<>();

    ShapeMessages(JsonNode bundle, JsonNode tree, String file, Findings findings) {
        this.bundle = bundle;
        this.tree = tree;
        this.file = file;
        this.findings = findings;
        findings.all().forEach(each -> unreadable.add(each.range()));
    }

    /** Remembers what a later message must not repeat. */
    void note(Error error) {
        if (error.getKeyword().equals("additionalProperties")) {
            String nearest = Suggestion.nearest(error.getProperty(), knownKeys(error));
            if (nearest != null) {
                meant.add(Pointer.join(pointer(error), nearest));
            }
        }
    }

    /** Adds the finding of an error, unless another one has said it. */
    void say(Error error) {
        String at = pointer(error);
        String location = error.getSchemaLocation().toString();
        if (location.contains("/oneOf/")) {
            return; // The list of branches has an error of its own.
        }
        if (!unreadable.isEmpty() && mayBeFalse(error, at)) {
            return;
        }
        int branches = location.indexOf("/anyOf/");
        if (branches >= 0) {
            JsonNode holder = Pointer.node(bundle, location.substring(location.indexOf('#') + 1, branches));
            if (holder != null && said.add("anyOf " + at)) {
                alternatives(holder, "anyOf", at, "at least one of ");
            }
            return;
        }
        String property = error.getProperty() == null ? "" : error.getProperty();
        if (!said.add(error.getKeyword() + " " + at + " " + property)) {
            return;
        }
        switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(error, at, property);
            case "required" -> missing(at, property);
            case "dependencies" -> dependency(at);
            case "enum" -> word(error, at);
            case "type" -> type(error, at);
            case "pattern" -> pattern(error, at);
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> range(error, at);
            case "minItems", "minProperties", "minLength" -> empty(at);
            case "oneOf" -> alternatives(parent(error), "oneOf", at, "exactly one of ");
            case "maxItems", "maxProperties" -> plain(DiagnosticCode.OUT_OF_RANGE, at, "too many items in " + last(at));
            case "uniqueItems" -> plain(DiagnosticCode.DUPLICATE_KEY, at, "the same item is in the list twice");
            default -> plain(DiagnosticCode.BAD_TEXT, at, "impossible value of " + last(at));
        }
    }

    /** Tells whether an error may only be there because a part of the document could not be read. */
    private boolean mayBeFalse(Error error, String at) {
        JsonNode node = Pointer.node(tree, at);
        if (node == null || Doubt.isOn(node) || unreadable.contains(Pointer.value(tree, file, at))) {
            return true;
        }
        boolean ofBranches = error.getSchemaLocation().toString().matches(".*/(anyOf|oneOf)(/.*)?");
        return ofBranches && Doubt.isWithin(node);
    }

    private void unknownKey(Error error, String at, String key) {
        SourceRange range = Pointer.key(tree, file, Pointer.join(at, key));
        List<String> known = knownKeys(error);
        String nearest = Suggestion.nearest(key, known);
        findings.error(
                DiagnosticCode.UNKNOWN_KEY,
                range,
                "unknown key \"" + YamlProblems.shorten(key) + "\"",
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                nearest != null || known.isEmpty() ? null : "known keys: " + String.join(", ", known));
    }

    private List<String> knownKeys(Error error) {
        List<String> keys = new ArrayList<>();
        JsonNode properties = parent(error).get("properties");
        if (properties != null) {
            keys.addAll(properties.propertyNames());
        }
        return keys;
    }

    private void missing(String at, String key) {
        if (meant.contains(Pointer.join(at, key))) {
            return;
        }
        JsonNode node = Pointer.node(tree, at);
        JsonNode strategy = node == null ? null : node.get("strategy");
        String who = at.isEmpty()
                ? "the document"
                : strategy != null && strategy.isString() ? "strategy \"" + strategy.asString() + "\"" : last(at);
        findings.error(
                DiagnosticCode.MISSING_KEY,
                Pointer.key(tree, file, at),
                who + " has no \"" + key + "\"",
                "\"" + key + "\" is missing here",
                "add \"" + key + ": …\"");
    }

    private void dependency(String at) {
        plain(DiagnosticCode.KEYS_CLASH, at, last(at) + " has \"margin\" without \"worse-than\"");
    }

    private void word(Error error, String at) {
        JsonNode node = node(at);
        if (!node.isString()) {
            return; // Its type is wrong, which is said.
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : schema(error)) {
            words.add(word.asString());
        }
        String written = node.asString();
        String nearest = Suggestion.nearest(written, words);
        findings.error(
                DiagnosticCode.UNKNOWN_WORD,
                Pointer.value(tree, file, at),
                "unknown word \"" + YamlProblems.shorten(written) + "\" for " + last(at),
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                "write one of: " + String.join(", ", words));
    }

    private void type(Error error, String at) {
        JsonNode node = node(at);
        List<String> types = new ArrayList<>();
        JsonNode wanted = schema(error);
        if (wanted.isString()) {
            types.add(TypeWords.of(wanted.asString()));
        }
        for (JsonNode type : wanted) {
            types.add(TypeWords.of(type.asString()));
        }
        String hint = node.isNull()
                ? "write a value, or leave the key out"
                : types.contains("a text") && !node.isContainer()
                        ? "write it in quotes: \"" + YamlProblems.shorten(node.asString()) + "\""
                        : "write " + String.join(" or ", types);
        findings.error(
                DiagnosticCode.WRONG_TYPE,
                Pointer.value(tree, file, at),
                last(at) + " must be " + String.join(" or ", types) + ", not " + TypeWords.of(node),
                "",
                hint);
    }

    private void pattern(Error error, String at) {
        JsonNode parent = parent(error);
        boolean ofKey = error.getSchemaLocation().toString().contains("propertyNames");
        String key = error.getProperty() == null ? "" : error.getProperty();
        String written = ofKey && !key.isEmpty() ? key : node(at).asString("");
        SourceRange range = ofKey
                ? Pointer.key(tree, file, key.isEmpty() ? at : Pointer.join(at, key))
                : Pointer.value(tree, file, at);
        TextForm form = TextForm.of(schema(error).asString(""));
        findings.error(
                form.code(),
                range,
                "\"" + YamlProblems.shorten(written) + "\" is not " + form.noun(),
                "",
                form.hint(parent));
    }

    private void range(Error error, String at) {
        JsonNode limits = parent(error);
        JsonNode node = node(at);
        boolean percent = limits.path("maximum").asInt(0) == 100
                && (limits.path("minimum").asInt(-1) == 0 || limits.has("exclusiveMinimum"));
        if (percent) {
            String what = limits.has("exclusiveMinimum")
                    ? last(at) + " must be above 0 and at most 100"
                    : last(at).equals("percent")
                            ? "percent must be between 0 and 100"
                            : last(at) + " must be a percent between 0 and 100";
            findings.error(
                    DiagnosticCode.PERCENT,
                    Pointer.value(tree, file, at),
                    what,
                    Labels.stage(tree, at),
                    PercentHint.of(node.asDouble(0)));
            return;
        }
        findings.error(
                limits.has("pattern") ? DiagnosticCode.MARGIN : DiagnosticCode.OUT_OF_RANGE,
                Pointer.value(tree, file, at),
                last(at) + " must be " + Labels.limits(limits),
                "",
                null);
    }

    private void empty(String at) {
        plain(DiagnosticCode.EMPTY, at, last(at) + " must not be empty");
    }

    private void alternatives(JsonNode holder, String keyword, String at, String quantity) {
        List<String> keys = new ArrayList<>();
        for (JsonNode branch : holder.path(keyword)) {
            JsonNode required = branch.get("required");
            if (required != null) {
                keys.add(required.get(0).asString());
            }
        }
        if (keys.isEmpty()) {
            findings.error(
                    DiagnosticCode.BAD_NAME,
                    Pointer.value(tree, file, at),
                    "\"" + YamlProblems.shorten(node(at).asString("")) + "\" is no name of a strategy",
                    "",
                    "write one of the built-in strategies, or the name of a Strategy manifest");
            return;
        }
        List<String> written = new ArrayList<>(keys);
        written.removeIf(key -> !node(at).has(key));
        if (written.size() > 1) {
            clash(at, written);
        } else if (keys.stream().noneMatch(key -> meant.contains(Pointer.join(at, key)))) {
            findings.error(
                    DiagnosticCode.KEYS_CLASH,
                    Pointer.key(tree, file, at),
                    last(at) + " needs " + quantity + String.join(", ", keys),
                    "",
                    KeyExamples.of(holder.path("properties"), keys));
        }
    }

    private void clash(String at, List<String> written) {
        findings.error(
                DiagnosticCode.KEYS_CLASH,
                Pointer.key(tree, file, Pointer.join(at, written.get(1))),
                "\"" + String.join("\" and \"", written) + "\" exclude each other",
                "",
                "keep one: " + String.join(" or ", written));
    }

    private void plain(DiagnosticCode code, String at, String summary) {
        findings.error(code, Pointer.value(tree, file, at), summary, "", null);
    }

    private JsonNode node(String at) {
        JsonNode node = Pointer.node(tree, at);
        return node == null ? tree : node;
    }

    private static JsonNode schema(Error error) {
        return error.getSchemaNode();
    }

    /** Returns the schema that holds the keyword. */
    private JsonNode parent(Error error) {
        String location = error.getSchemaLocation().toString();
        String pointer = location.substring(location.indexOf('#') + 1);
        @Nullable JsonNode node = Pointer.node(bundle, pointer.substring(0, pointer.lastIndexOf('/')));
        if (node == null) {
            throw new IllegalStateException("no schema at " + location);
        }
        return node;
    }

    private static String pointer(Error error) {
        NodePath path = error.getInstanceLocation();
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append(Pointer.join("", String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }

    private static String last(String pointer) {
        return Labels.last(pointer);
    }
}
