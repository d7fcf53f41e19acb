// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> CORE_TYPES = Set.of("int", "float", "bool", "null");

    private final String file;
    private final int firstLine;
    private final ParserImpl events;
    private final Map<String, Anchored> anchors = new HashMap<>(0);
    /** What is wrong with single values; reading goes on behind them. */
    private final List<Diagnostic> problems = new ArrayList<>(0);

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
     * @throws YamlException with everything that is wrong up to where reading had to end
     */
    static @Nullable JsonNode read(String text, String file, int firstLine) throws YamlException {
        YamlReader reader = new YamlReader(text, file, firstLine);
        try {
            JsonNode root = reader.document();
            if (!reader.problems.isEmpty()) {
                throw new YamlException(reader.problems, false);
            }
            return root;
        } catch (YamlEngineException broken) {
            reader.problems.add(YamlProblems.of(broken, text, file, firstLine));
            throw new YamlException(reader.problems, true);
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
            throw end(
                    DiagnosticCode.SECOND_DOCUMENT,
                    events.peekEvent(),
                    "a second document begins here",
                    "write a line of three dashes (---) before it");
        }
        return nothing ? null : root;
    }

    private JsonNode node(Event event, int depth) throws YamlException {
        if (depth > DEEPEST) {
            throw end(
                    DiagnosticCode.TOO_DEEP, event, "more than " + DEEPEST + " levels of nesting", "write it flatter");
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
            say(
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
            throw end(
                    DiagnosticCode.ALIAS,
                    alias,
                    "aliases repeat more than " + MOST_REPEATED + " values",
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
            String key = key(keyEvent, depth);
            if (key != null && object.has(key)) {
                problems.add(duplicate(object, key, keyEvent));
                key = null;
            }
            if (object.size() == MOST_KEYS) {
                throw end(
                        DiagnosticCode.TOO_LARGE,
                        keyEvent,
                        "a mapping of more than " + MOST_KEYS + " keys",
                        "no manifest needs so many; split it");
            }
            nodes++;
            Event valueEvent = events.next();
            JsonNode value = node(valueEvent, depth + 1);
            if (key != null) {
                add(places, keyEvent);
                add(places, valueEvent);
                object.set(key, value);
            }
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

    /** Returns the text of a key, or null after saying why it cannot be one. */
    private @Nullable String key(Event event, int depth) throws YamlException {
        if (!(event instanceof ScalarEvent scalar)) {
            say(DiagnosticCode.KEY_NOT_TEXT, event, "a key must be a text", "write a text as key");
            if (event instanceof CollectionStartEvent) {
                node(event, depth + 1);
            }
            return null;
        }
        String written = scalar.getValue();
        if (scalar.isPlain() && written.equals("<<")) {
            say(
                    DiagnosticCode.ALIAS,
                    event,
                    "merge keys (<<) are not supported",
                    "write the keys out, or use a Strategy manifest for what features share");
            return null;
        }
        if (scalar(scalar).isString()) {
            return written;
        }
        String shown = YamlProblems.shorten(written);
        say(
                DiagnosticCode.KEY_NOT_TEXT,
                event,
                shown.isEmpty() ? "a key must be a text" : "the key " + shown + " is not a text",
                shown.isEmpty() ? "write a text as key" : "write it in quotes: \"" + shown + "\"");
        return null;
    }

    private JsonNode scalar(ScalarEvent event) {
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
            say(
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
            say(
                    DiagnosticCode.WRONG_TYPE,
                    event,
                    YamlProblems.shorten(event.getValue()) + " is no number that a flag can have",
                    "write a finite number, or a text in quotes");
            return new PlainText(event.getValue());
        }
        return resolved;
    }

    private void checkTag(Event event, Optional<String> tag, String expected) {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(CORE + expected)) {
            unknownTag(event, tag.get());
        }
    }

    private void unknownTag(Event event, String tag) {
        String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
        say(DiagnosticCode.UNKNOWN_TAG, event, "unknown tag " + YamlProblems.shorten(shown), "leave the tag out");
    }

    private Diagnostic duplicate(PlacedObject object, String key, Event second) {
        Place first = object.places().get(object.indexOf(key) * 2);
        SourceRange range = range(second);
        String lines = first.line() == range.line()
                ? "in line " + range.line()
                : "in line " + first.line() + " and in line " + range.line();
        return new Diagnostic(
                Severity.ERROR,
                DiagnosticCode.DUPLICATE_KEY.code(),
                "the key \"" + YamlProblems.shorten(key) + "\" is written twice, " + lines,
                range,
                "and again here",
                "delete one of the two",
                List.of(new Diagnostic.Related(first.in(file), "first here")));
    }

    /** Says what is wrong with a value; reading goes on behind it. */
    private void say(DiagnosticCode code, Event event, String summary, String hint) {
        problems.add(Diagnostic.error(code.code(), summary, range(event), "", hint));
    }

    /** Says why reading ends here. */
    private YamlException end(DiagnosticCode code, Event event, String summary, String hint) {
        say(code, event, summary, hint);
        return new YamlException(problems, true);
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
