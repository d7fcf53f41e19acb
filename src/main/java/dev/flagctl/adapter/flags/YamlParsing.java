// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.adapter.flags.Node.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Parses a flag file in YAML 1.2 (core schema) from its events.
 *
 * <p>Aliases of collections are not followed: they can grow beyond all memory, and a change in their text would change other flags.
 */
final class YamlParsing {

    /** As deep as JSON may be. */
    private static final int DEEPEST = 500;

    private final FlagText file;
    private final Iterator<Event> events;
    private final YamlScalars scalars = new YamlScalars();
    private final CodePoints codePoints;
    private final Map<String, Node> anchors = new HashMap<>();

    private YamlParsing(FlagText file, Iterator<Event> events) {
        this.file = file;
        this.events = events;
        this.codePoints = CodePoints.of(file.text());
    }

    static Node parse(FlagText file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.path())
                .setCodePointLimit(Integer.MAX_VALUE)
                // The default of 1 kB makes long scalars quadratic.
                .setBufferSize(65_536)
                .build();
        try {
            Iterator<Event> events =
                    new Parse(settings).parseString(file.text()).iterator();
            return new YamlParsing(file, events).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw file.garbled(line, "it is not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw file.garbled(0, "it is not YAML: " + e.getMessage(), e);
        }
    }

    private Node document() {
        events.next();
        if (events.next().getEventId() != Event.ID.DocumentStart) {
            throw file.garbled(0, "it is empty", null);
        }
        Node root = node(events.next(), 0);
        events.next();
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw file.garbled(line(end), "it holds more than one document", null);
        }
        return root;
    }

    private Node node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw file.garbled(line(event), "it is nested more than " + DEEPEST + " deep", null);
        }
        if (event instanceof AliasEvent alias) {
            Node anchored = anchors.get(alias.getAlias().getValue());
            return anchored != null && anchored.kind() == Node.Kind.SCALAR
                    ? Node.scalar(start(event), end(event), anchored.scalar())
                    : Node.unread(start(event), end(event));
        }
        Node node = event instanceof ScalarEvent scalar
                ? scalar(scalar)
                : event.getEventId() == Event.ID.MappingStart
                        ? object((CollectionStartEvent) event, depth)
                        : list((CollectionStartEvent) event, depth);
        Optional<String> anchor = ((NodeEvent) event).getAnchor().map(name -> name.getValue());
        anchor.ifPresent(name -> anchors.put(name, node));
        return node;
    }

    private Node scalar(ScalarEvent event) {
        int end = end(event);
        if (event.isLiteral() || event.isFolded()) {
            end = trimmed(end);
        }
        try {
            return Node.scalar(start(event), end, scalars.value(event));
        } catch (NumberFormatException e) {
            throw file.garbled(line(event), "\"" + event.getValue() + "\" is not a number", e);
        }
    }

    private Node list(CollectionStartEvent start, int depth) {
        List<Node> items = new ArrayList<>();
        Event next = events.next();
        while (next.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(next, depth + 1));
            next = events.next();
        }
        boolean block = !start.isFlow();
        int end = block && !items.isEmpty() ? items.get(items.size() - 1).end() : end(next);
        return Node.list(block, start(start), end, items);
    }

    private Node object(CollectionStartEvent start, int depth) {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Event next = events.next();
        while (next.getEventId() != Event.ID.MappingEnd) {
            if (!(next instanceof ScalarEvent key)) {
                throw file.garbled(line(next), "a key is not a plain text", null);
            }
            if (!names.add(key.getValue())) {
                throw file.garbled(line(key), "the key \"" + key.getValue() + "\" is there twice", null);
            }
            members.add(new Member(key.getValue(), start(key), end(key), node(events.next(), depth + 1)));
            next = events.next();
        }
        boolean block = !start.isFlow();
        int end = block && !members.isEmpty()
                ? members.get(members.size() - 1).value().end()
                : end(next);
        return Node.object(block, start(start), end, members);
    }

    /** A block scalar ends, for its event, where the next line begins that is not its own. */
    private int trimmed(int end) {
        int at = end;
        while (at > 0 && Character.isWhitespace(file.text().charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private int start(Event event) {
        return codePoints.offset(mark(event.getStartMark()).getIndex());
    }

    private int end(Event event) {
        return codePoints.offset(mark(event.getEndMark()).getIndex());
    }

    private static int line(Event event) {
        return mark(event.getStartMark()).getLine() + 1;
    }

    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow(() -> new IllegalStateException("YAML events without marks"));
    }
}
