// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.KeyFilter;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed flag file: its flags by key, in the order of the file. */
final class FlagTree {

    private static final String SCHEMA = "https://flagd.dev/schema/v0/flags.json";

    private final FlagText file;
    private final Node root;
    private final Map<String, Member> flags;

    private FlagTree(FlagText file, Node root, Map<String, Member> flags) {
        this.file = file;
        this.root = root;
        this.flags = flags;
    }

    /** Parses a flag file; see {@link FlagFormat#parse(FlagText, KeyFilter, boolean)}. */
    static FlagTree parse(FlagFormat format, FlagText file, KeyFilter wanted, boolean places) {
        return of(file, format.parse(file, wanted, places));
    }

    /** Returns the text of a file without flags, for a file that is to be created. */
    static String blank(FlagFormat format) {
        return switch (format) {
            case JSON -> "{\n  \"$schema\": \"" + SCHEMA + "\",\n  \"flags\": {}\n}\n";
            case YAML -> "$schema: " + SCHEMA + "\nflags: {}\n";
        };
    }

    /** Takes over what a parser read, and refuses what is not a flag file. */
    private static FlagTree of(FlagText file, Node root) {
        if (!root.isObject()) {
            throw file.garbledAt(root.start(), "it is not an object with \"flags\"");
        }
        Node container = root.get("flags");
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
        return new FlagTree(file, root, flags);
    }

    FlagText file() {
        return file;
    }

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
