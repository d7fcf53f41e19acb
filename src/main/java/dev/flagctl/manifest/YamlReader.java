// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Reads one YAML document into a tree that knows the place of every key and value.
 *
 * <p>Works on the engine's events, because readers on top of it take aliases for texts, keep the last of two equal keys, and lose
 * places.
 */
final class YamlReader {

    static final int DEEPEST = 100;
    /** Finding the place of a key takes the longer the more there are. */
    static final int MOST_KEYS = 10_000;

    static final int MOST_REPEATED = 100_000;
    static final int LONGEST_DOCUMENT = 4 << 20;

    private final YamlFindings findings;
    private final YamlScalars scalars;
    private final ParserImpl events;
    private final Map<String, Anchored> anchors = new HashMap<>(0);
    private int nodes;
    private int repeated;
    /** What was read of the innermost collection when reading ended; null where it cannot be trusted. */
    private @Nullable JsonNode rest;

    private record Anchored(JsonNode node, int size) {}

    private YamlReader(String text, String file, int firstLine) {
        this.findings = new YamlFindings(file, firstLine);
        this.scalars = new YamlScalars(findings);
        // One read for a short document; without a large buffer a long scalar costs the square of its length.
        int buffer = Math.min(65_536, Math.max(1_024, text.length() + 1));
        LoadSettings settings = LoadSettings.builder()
                .setBufferSize(buffer)
                .setCodePointLimit(LONGEST_DOCUMENT)
                .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /**
     * Returns the tree of a document, or null when it holds nothing.
     *
     * @param text one document; may begin with directives and {@code ---}
     * @param file name for diagnostics
     * @param firstLine line of the file on which the text begins, counted from 1
     * @throws YamlException with everything that is wrong up to where reading had to end, and what can be trusted of the rest
     */
    static @Nullable JsonNode read(String text, String file, int firstLine) throws YamlException {
        YamlReader reader = new YamlReader(text, file, firstLine);
        try {
            JsonNode root = reader.document();
            if (root != null) {
                reader.findings.throwIfAny(root);
            }
            return root;
        } catch (YamlEngineException broken) {
            throw reader.findings.end(YamlProblems.of(broken, text, file, firstLine), reader.rest);
        }
    }

    private @Nullable JsonNode document() throws YamlException {
        events.next(); // the start of the stream
        if (!events.checkEvent(Event.ID.DocumentStart)) {
            return null;
        }
        events.next();
        Event first = events.next();
        JsonNode root = node(first, 0);
        boolean nothing = root.isNull()
                && first instanceof ScalarEvent scalar
                && scalar.getValue().isEmpty();
        events.next(); // the end of the document
        if (events.checkEvent(Event.ID.DocumentStart)) {
            throw findings.end(
                    DiagnosticCode.SECOND_DOCUMENT,
                    events.peekEvent(),
                    "a second document begins here",
                    "write a line of three dashes (---) before it");
        }
        return nothing ? null : root;
    }

    private JsonNode node(Event event, int depth) throws YamlException {
        if (depth > DEEPEST) {
            throw findings.end(
                    DiagnosticCode.TOO_DEEP, event, "more than " + DEEPEST + " levels of nesting", "write it flatter");
        }
        if (event instanceof AliasEvent alias) {
            return repeat(alias);
        }
        int before = nodes++;
        JsonNode node = switch (event.getEventId()) {
            case Scalar -> scalars.value((ScalarEvent) event);
            case MappingStart -> mapping((CollectionStartEvent) event, depth);
            case SequenceStart -> sequence((CollectionStartEvent) event, depth);
            default -> throw new IllegalStateException("unexpected event " + event);
        };
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        if (anchor.isPresent()) {
            // Only now: an alias within its own anchor must not be found.
            anchors.put(anchor.get().getValue(), new Anchored(node, nodes - before));
        }
        return node;
    }

    private JsonNode repeat(AliasEvent alias) throws YamlException {
        String name = alias.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            findings.say(
                    DiagnosticCode.ALIAS,
                    alias,
                    "the alias *" + YamlProblems.shorten(name) + " has no anchor before it",
                    "write &" + YamlProblems.shorten(name)
                            + " before the value that is meant, earlier in the same document");
            return NullNode.getInstance();
        }
        nodes += anchored.size;
        repeated += anchored.size;
        if (repeated > MOST_REPEATED) {
            throw findings.end(
                    DiagnosticCode.ALIAS,
                    alias,
                    "aliases repeat more than " + MOST_REPEATED + " values",
                    "write the values out, or use a Strategy manifest");
        }
        return anchored.node;
    }

    private JsonNode mapping(CollectionStartEvent start, int depth) throws YamlException {
        scalars.checkTag(start, start.getTag(), "map");
        PlacedObject object = new PlacedObject(findings.line(start));
        try {
            for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
                entry(object, key, depth);
            }
            return object;
        } catch (YamlEngineException broken) {
            rest = trusted(start, object);
            throw broken;
        }
    }

    private void entry(PlacedObject object, Event keyEvent, int depth) throws YamlException {
        String key = key(keyEvent, depth);
        if (key == null) {
            object.flaw();
        } else if (object.has(key)) {
            findings.twice(object.places().get(object.indexOf(key) * 2), key, keyEvent);
            key = null;
        }
        if (object.size() == MOST_KEYS) {
            throw findings.end(
                    DiagnosticCode.TOO_LARGE,
                    keyEvent,
                    "a mapping of more than " + MOST_KEYS + " keys",
                    "no manifest needs so many; split it");
        }
        nodes++;
        Event valueEvent = events.next();
        int said = findings.count();
        JsonNode value;
        try {
            value = node(valueEvent, depth + 1);
        } catch (YamlEngineException broken) {
            put(object, key, keyEvent, rest, valueEvent);
            throw broken;
        }
        put(object, key, keyEvent, value, valueEvent);
        if (!value.isContainer() && findings.count() > said) {
            object.flaw();
        }
    }

    private void put(
            PlacedObject object, @Nullable String key, Event keyEvent, @Nullable JsonNode value, Event valueEvent) {
        if (key != null && value != null) {
            findings.place(object.places(), keyEvent);
            findings.place(object.places(), valueEvent);
            object.set(key, value);
        }
    }

    private JsonNode sequence(CollectionStartEvent start, int depth) throws YamlException {
        scalars.checkTag(start, start.getTag(), "seq");
        PlacedArray array = new PlacedArray();
        try {
            for (Event item = events.next(); item.getEventId() != Event.ID.SequenceEnd; item = events.next()) {
                findings.place(array.places(), item);
                array.add(node(item, depth + 1));
            }
            return array;
        } catch (YamlEngineException broken) {
            if (rest != null) {
                array.add(rest);
            }
            rest = trusted(start, array);
            throw broken;
        }
    }

    /** Returns what can be trusted of a collection in which reading ended, or null. */
    private @Nullable JsonNode trusted(CollectionStartEvent start, JsonNode read) {
        if (start.isFlow()) {
            // Without its closing bracket it takes what follows for its own.
            return null;
        }
        Doubt.castOn(read, rest);
        return read;
    }

    /** Returns the text of a key, or null after saying why it cannot be one. */
    private @Nullable String key(Event event, int depth) throws YamlException {
        if (!(event instanceof ScalarEvent scalar)) {
            findings.say(DiagnosticCode.KEY_NOT_TEXT, event, "a key must be a text", "write a text as key");
            if (event instanceof CollectionStartEvent) {
                node(event, depth + 1);
            }
            return null;
        }
        String written = scalar.getValue();
        if (scalar.isPlain() && written.equals("<<")) {
            findings.say(
                    DiagnosticCode.ALIAS,
                    event,
                    "merge keys (<<) are not supported",
                    "write the keys out, or use a Strategy manifest for what features share");
            return null;
        }
        if (scalars.value(scalar).isString()) {
            return written;
        }
        String shown = YamlProblems.shorten(written);
        findings.say(
                DiagnosticCode.KEY_NOT_TEXT,
                event,
                shown.isEmpty() ? "a key must be a text" : "the key " + shown + " is not a text",
                shown.isEmpty() ? "write a text as key" : "write it in quotes: \"" + shown + "\"");
        return null;
    }
}
