// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import tools.jackson.databind.JsonNode;

/** Finds what a scalar stands for: by its form, as the core schema of YAML 1.2 has it, or by its tag. */
final class YamlScalars {

    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> CORE_TYPES = Set.of("int", "float", "bool", "null");

    private final YamlFindings findings;

    YamlScalars(YamlFindings findings) {
        this.findings = findings;
    }

    /** Returns the value; where it has none, its text, after saying why. */
    JsonNode value(ScalarEvent event) {
        Optional<String> tag = event.getTag();
        if (tag.isEmpty()) {
            return event.isPlain() ? resolved(event) : new PlainText(event.getValue());
        }
        String name = tag.get();
        if (name.equals("!") || name.equals(CORE + "str")) {
            return new PlainText(event.getValue());
        }
        String type = name.startsWith(CORE) ? name.substring(CORE.length()) : "";
        if (!CORE_TYPES.contains(type)) {
            unknownTag(event, name);
            return new PlainText(event.getValue());
        }
        JsonNode resolved = resolved(event);
        boolean fits = switch (type) {
            case "int" -> resolved.isIntegralNumber();
            case "float" -> resolved.isNumber();
            case "bool" -> resolved.isBoolean();
            default -> resolved.isNull();
        };
        if (!fits) {
            findings.say(
                    DiagnosticCode.UNKNOWN_TAG,
                    event,
                    "\"" + YamlProblems.shorten(event.getValue()) + "\" is no !!" + type,
                    "leave the tag out");
        }
        return resolved;
    }

    private JsonNode resolved(ScalarEvent event) {
        JsonNode resolved = CoreScalars.resolve(event.getValue());
        if (resolved == null) {
            findings.say(
                    DiagnosticCode.WRONG_TYPE,
                    event,
                    YamlProblems.shorten(event.getValue()) + " is no number that a flag can have",
                    "write a finite number, or a text in quotes");
            return new PlainText(event.getValue());
        }
        return resolved;
    }

    /** Says so when a tag is another than the one that a collection has anyway. */
    void checkTag(Event event, Optional<String> tag, String expected) {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(CORE + expected)) {
            unknownTag(event, tag.get());
        }
    }

    private void unknownTag(Event event, String tag) {
        String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
        findings.say(
                DiagnosticCode.UNKNOWN_TAG, event, "unknown tag " + YamlProblems.shorten(shown), "leave the tag out");
    }
}
