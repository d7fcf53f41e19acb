// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.KeyFilter;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parsed flags of a text, by key, in the order of the text. */
final class FlagTree {

    private final FlagPlace place;
    private final FlagText file;
    private final Node whole;
    private final Node root;
    private final Map<String, Member> flags;

    private FlagTree(FlagPlace place, FlagText file, Node whole, Node root, Map<String, Member> flags) {
        this.place = place;
        this.file = file;
        this.whole = whole;
        this.root = root;
        this.flags = flags;
    }

    /** Parses the flags at a place of a text; see {@link FlagFormat#parse(FlagText, KeyFilter, boolean)}. */
    static FlagTree parse(FlagFormat format, FlagPlace place, FlagText file, KeyFilter wanted, boolean places) {
        Node whole = place.isWhole() ? format.parse(file, wanted, places) : format.parse(file);
        return of(place, file, whole, place.in(file, whole));
    }

    /** Takes over what a parser read, and refuses what is not a flag file. */
    private static FlagTree of(FlagPlace place, FlagText file, Node whole, Node root) {
        Node container = root.get("flags");
        if (container == null && !place.isWhole()) {
            throw file.garbledAt(root.start(), "it has no \"flags\"");
        }
        if (container != null && container.kind() == Node.Kind.LIST) {
            throw file.garbledAt(
                    container.start(),
                    "\"flags\" is a list; flagctl reads the form where it is an object with flags by key");
        }
        if (container != null && !container.isObject() && !container.isNull()) {
            throw file.garbledAt(container.start(), "\"flags\" is not an object");
        }
        List<Member> members = container == null ? List.of() : container.members();
        Map<String, Member> flags = new HashMap<>(members.size() * 2);
        for (Member member : members) {
            if (flags.put(member.name(), member) != null) {
                throw file.garbledAt(member.start(), "the flag \"" + member.name() + "\" is there twice");
            }
        }
        return new FlagTree(place, file, whole, root, flags);
    }

    FlagText file() {
        return file;
    }

    /** Returns the root of the text. */
    Node whole() {
        return whole;
    }

    /** Tells whether the flags stand in the root of the text. */
    boolean isWhole() {
        return place.isWhole();
    }

    /** Returns the object that has the flags: the root of the text, or a part of it. */
    Node root() {
        return root;
    }

    /** Returns the object that holds the flags, or null when the file has none. */
    @Nullable
    Node container() {
        return root.get("flags");
    }

    /** Returns all flags in the order of the file. */
    List<Member> flags() {
        Node container = container();
        return container == null ? List.of() : container.members();
    }

    /** Returns a flag, or null. */
    @Nullable
    Member flag(String key) {
        return flags.get(key);
    }
}
