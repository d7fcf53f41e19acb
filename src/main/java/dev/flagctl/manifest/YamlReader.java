// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import java.util.HashMap;
import java.util.List;
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
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.databind.JsonNode;

/**
 * Reads one YAML document into a tree that knows the place of every key and value.
 *
 * <p>Works on the engine's events, because readers on top of it take aliases for texts, keep the last of two equal keys, and lose
 * places.
 */
final class YamlReader {

    static final int DEEPEST = 100;
    static final int MOST_REPEATED = 100_000;
    static final int LONGEST_DOCUMENT = 4 << 20;

    private static final String CORE = "tag:yaml.org,2002:";

    private final String file;
    private final int firstLine;
    private final ParserImpl events;
    private final Map<String, Anchored> anchors = new HashMap<>(0);
    private int nodes;
    private int repeated;

    private record Anchored(JsonNode node, int size) {}

    private YamlReader(String text, String file, int firstLine) {
        this.file = file;
        this.firstLine = firstLine;
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
     * @throws YamlException at the first thing that cannot be read
     */
    static @Nullable JsonNode read(String text, String file, int firstLine) throws YamlException {
        try {
            return new YamlReader(text, file, firstLine).document();
        } catch (YamlEngineException broken) {
            throw new YamlException(YamlProblems.of(broken, text, file, firstLine));
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
            throw problem(
                    DiagnosticCode.SECOND_DOCUMENT,
                    events.peekEvent(),
                    "a second document begins here",
                    "",
                    "write a line of three dashes (---) before it");
        }
        return nothing ? null : root;
    }

    private JsonNode node(Event event, int depth) throws YamlException {
        if (depth > DEEPEST) {
            throw problem(
                    DiagnosticCode.TOO_DEEP,
                    event,
                    "more than " + DEEPEST + " levels of nesting",
                    "",
                    "write it flatter");
        }
        if (event instanceof AliasEvent alias) {
            return repeat(alias);
        }
        int before = nodes++;
        JsonNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
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
            throw problem(
                    DiagnosticCode.ALIAS,
                    alias,
                    "the alias *" + name + " has no anchor before it",
                    "",
                    "write &" + name + " before the value that is meant, earlier in the same document");
        }
        nodes += anchored.size;
        repeated += anchored.size;
        if (repeated > MOST_REPEATED) {
            throw problem(
                    DiagnosticCode.ALIAS,
                    alias,
                    "aliases repeat more than " + MOST_REPEATED + " values",
                    "",
                    "write the values out, or use a Strategy manifest");
        }
        return anchored.node;
    }

    private JsonNode mapping(CollectionStartEvent start, int depth) throws YamlException {
        checkTag(start, start.getTag(), "map");
        PlacedObject object = new PlacedObject(firstLine + line(start));
        PlaceList places = object.places();
        while (true) {
            Event keyEvent = events.next();
            if (keyEvent.getEventId() == Event.ID.MappingEnd) {
                return object;
            }
            String key = key(keyEvent);
            if (object.has(key)) {
                throw duplicate(object, key, keyEvent);
            }
            nodes++;
            add(places, keyEvent);
            Event valueEvent = events.next();
            add(places, valueEvent);
            object.set(key, node(valueEvent, depth + 1));
        }
    }

    private JsonNode sequence(CollectionStartEvent start, int depth) throws YamlException {
        checkTag(start, start.getTag(), "seq");
        PlacedArray array = new PlacedArray();
        while (true) {
            Event item = events.next();
            if (item.getEventId() == Event.ID.SequenceEnd) {
                return array;
            }
            add(array.places(), item);
            array.add(node(item, depth + 1));
        }
    }

    private String key(Event event) throws YamlException {
        if (event instanceof ScalarEvent scalar) {
            if (scalar.isPlain() && scalar.getValue().equals("<<")) {
                throw problem(
                        DiagnosticCode.ALIAS,
                        event,
                        "merge keys (<<) are not supported",
                        "",
                        "write the keys out, or use a Strategy manifest for what features share");
            }
            JsonNode key = scalar(scalar);
            if (key.isString()) {
                return scalar.getValue();
            }
        }
        String written = event instanceof ScalarEvent scalar ? scalar.getValue() : "";
        throw problem(
                DiagnosticCode.KEY_NOT_TEXT,
                event,
                written.isEmpty() ? "a key must be a text" : "the key " + written + " is not a text",
                "",
                written.isEmpty() ? "write a text as key" : "write it in quotes: \"" + written + "\"");
    }

    private JsonNode scalar(ScalarEvent event) throws YamlException {
        Optional<String> tag = event.getTag();
        if (tag.isEmpty()) {
            if (!event.isPlain()) {
                return new PlainText(event.getValue());
            }
            return number(event, CoreScalars.resolve(event.getValue()));
        }
        String name = tag.get();
        if (name.equals("!") || name.equals(CORE + "str")) {
            return new PlainText(event.getValue());
        }
        JsonNode resolved = number(event, CoreScalars.resolve(event.getValue()));
        boolean fits = switch (name.startsWith(CORE) ? name.substring(CORE.length()) : "") {
            case "int" -> resolved.isIntegralNumber();
            case "float" -> resolved.isNumber();
            case "bool" -> resolved.isBoolean();
            case "null" -> resolved.isNull();
            default -> throw unknownTag(event, name);
        };
        if (!fits) {
            throw problem(
                    DiagnosticCode.UNKNOWN_TAG,
                    event,
                    "\"" + YamlProblems.shorten(event.getValue()) + "\" is no !!" + name.substring(CORE.length()),
                    "",
                    "leave the tag out");
        }
        return resolved;
    }

    private JsonNode number(ScalarEvent event, @Nullable JsonNode resolved) throws YamlException {
        if (resolved == null) {
            throw problem(
                    DiagnosticCode.WRONG_TYPE,
                    event,
                    event.getValue() + " is no number that a flag can have",
                    "",
                    "write a finite number, or a text in quotes");
        }
        return resolved;
    }

    private void checkTag(Event event, Optional<String> tag, String expected) throws YamlException {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(CORE + expected)) {
            throw unknownTag(event, tag.get());
        }
    }

    private YamlException unknownTag(Event event, String tag) {
        String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
        return problem(DiagnosticCode.UNKNOWN_TAG, event, "unknown tag " + shown, "", "leave the tag out");
    }

    private YamlException duplicate(PlacedObject object, String key, Event second) {
        Place first = object.places().get(object.indexOf(key) * 2);
        SourceRange range = range(second);
        return new YamlException(new Diagnostic(
                Severity.ERROR,
                DiagnosticCode.DUPLICATE_KEY.code(),
                "the key \"" + key + "\" is written twice, in line " + first.line() + " and in line " + range.line(),
                range,
                "and again here",
                "delete one of the two",
                List.of(new Diagnostic.Related(first.in(file), "first here"))));
    }

    private YamlException problem(DiagnosticCode code, Event event, String summary, String label, String hint) {
        return new YamlException(Diagnostic.error(code.code(), summary, range(event), label, hint));
    }

    private SourceRange range(Event event) {
        PlaceList place = new PlaceList(1);
        add(place, event);
        return place.get(0).in(file);
    }

    private void add(PlaceList places, Event event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElse(start);
        int column = start.getColumn() + 1;
        int endColumn = end.getLine() == start.getLine() ? end.getColumn() + 1 : column + 1;
        places.add(firstLine + start.getLine(), column, Math.max(endColumn, column + 1));
    }

    private static int line(Event event) {
        return event.getStartMark().orElseThrow().getLine();
    }
}
