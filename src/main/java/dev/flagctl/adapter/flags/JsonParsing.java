// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.adapter.flags.Node.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Parses a flag file in JSON from the token stream, skipping what was not asked for. */
final class JsonParsing {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Up to here comparing names one by one is cheaper than a set. */
    private static final int FEW = 12;

    private final FlagText file;
    private final KeyFilter wanted;
    private final boolean places;
    private final JsonParser parser;
    // Asking for places costs about as much as parsing does, so it is done where they are needed.
    private boolean placing = true;

    private JsonParsing(FlagText file, KeyFilter wanted, boolean places, JsonParser parser) {
        this.file = file;
        this.wanted = wanted;
        this.places = places;
        this.parser = parser;
    }

    /** Reads a whole file, with places. */
    static Node parse(FlagText file) {
        return parse(file, KeyFilter.ALL, true, Level.WITHIN);
    }

    static Node parse(FlagText file, KeyFilter wanted, boolean places) {
        return parse(file, wanted, places, Level.ROOT);
    }

    private static Node parse(FlagText file, KeyFilter wanted, boolean places, Level level) {
        char[] text = file.text().toCharArray();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text, 0, text.length)) {
            return new JsonParsing(file, wanted, places, parser).document(level);
        } catch (StreamConstraintsException e) {
            throw file.garbled(line(e), "it goes beyond what a flag file may be: " + e.getOriginalMessage(), e);
        } catch (JacksonException e) {
            throw file.garbled(line(e), "it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static int line(JacksonException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private Node document(Level level) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw file.garbled(0, "it is empty", null);
        }
        Node root = first == JsonToken.START_OBJECT ? members(level) : value();
        if (parser.nextToken() != null) {
            throw file.garbled(
                    parser.currentTokenLocation().getLineNr(), "something follows the end of the document", null);
        }
        return root;
    }

    /** Whose members are read. */
    private enum Level {
        ROOT,
        FLAGS,
        WITHIN
    }

    private Node value(Level level, String name) {
        return switch (level) {
            case ROOT -> ofRoot(name);
            case FLAGS -> ofFlags(name);
            case WITHIN -> value();
        };
    }

    private Node ofRoot(String name) {
        boolean flags = name.equals("flags") && parser.currentToken() == JsonToken.START_OBJECT;
        return flags ? members(Level.FLAGS) : skipped();
    }

    private Node ofFlags(String key) {
        if (!wanted.accepts(key)) {
            return skipped();
        }
        placing = places;
        Node flag = value();
        placing = true;
        return flag;
    }

    private Node skipped() {
        if (!parser.currentToken().isStructStart()) {
            return value();
        }
        int start = start();
        boolean list = parser.currentToken() == JsonToken.START_ARRAY;
        parser.skipChildren();
        return list ? Node.list(false, start, end(), List.of()) : Node.unread(start, end());
    }

    private Node value() {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return members(Level.WITHIN);
        }
        int start = start();
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value());
            }
            return Node.list(false, start, end(), items);
        }
        Object scalar = scalar(token);
        return Node.scalar(start, end(), scalar);
    }

    private @Nullable Object scalar(JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            default -> parser.getString();
        };
    }

    private Node members(Level level) {
        int start = start();
        List<Member> members = new ArrayList<>();
        @Nullable Set<String> names = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int nameStart = start();
            names = names == null && members.size() == FEW ? namesOf(members) : names;
            if (names == null ? has(members, name) : !names.add(name)) {
                throw file.garbled(
                        parser.currentTokenLocation().getLineNr(), "the key \"" + name + "\" is there twice", null);
            }
            parser.nextToken();
            members.add(new Member(name, nameStart, nameStart, value(level, name)));
        }
        return Node.object(false, start, end(), members);
    }

    private static Set<String> namesOf(List<Member> members) {
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            names.add(member.name());
        }
        return names;
    }

    private static boolean has(List<Member> members, String name) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private int start() {
        return placing ? (int) parser.currentTokenLocation().getCharOffset() : 0;
    }

    private int end() {
        return placing ? (int) parser.currentLocation().getCharOffset() : 0;
    }
}
