// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a flag file with its place in the text, so that it can be replaced without touching what is around it.
 *
 * @param kind what it is
 * @param block whether it is written in YAML's block style, without brackets
 * @param start first character
 * @param end after the last character
 * @param scalar String, Number, Boolean or null, when it is a scalar
 * @param members of an object, in order
 * @param items of a list, in order
 */
public record Node(
        Kind kind,
        boolean block,
        int start,
        int end,
        @Nullable Object scalar,
        List<Member> members,
        List<Node> items) {

    public enum Kind {
        OBJECT,
        LIST,
        SCALAR,
        /** Not looked into: a flag that was not asked for, or a YAML alias. */
        UNREAD
    }

    /**
     * One entry of an object.
     *
     * @param name its key
     * @param start first character of the key
     * @param nameEnd after the last character of the key
     * @param value its value
     */
    public record Member(String name, int start, int nameEnd, Node value) {}

    public static Node scalar(int start, int end, @Nullable Object value) {
        return new Node(Kind.SCALAR, false, start, end, value, List.of(), List.of());
    }

    public static Node object(boolean block, int start, int end, List<Member> members) {
        return new Node(Kind.OBJECT, block, start, end, null, members, List.of());
    }

    public static Node list(boolean block, int start, int end, List<Node> items) {
        return new Node(Kind.LIST, block, start, end, null, List.of(), items);
    }

    public static Node unread(int start, int end) {
        return new Node(Kind.UNREAD, false, start, end, null, List.of(), List.of());
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    public boolean isNull() {
        return kind == Kind.SCALAR && scalar == null;
    }

    /** Returns the entry of that name, or null. */
    @Nullable
    public Member member(String name) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return members.get(i);
            }
        }
        return null;
    }

    /** Returns the value of that name, or null. */
    @Nullable
    public Node get(String name) {
        Member member = member(name);
        return member == null ? null : member.value();
    }

    /** Returns the text of that name, or null when there is none. */
    @Nullable
    public String text(String name) {
        Node value = get(name);
        return value != null && value.scalar instanceof String text ? text : null;
    }

    /** Returns the list of a rule such as {@code {"if": [...]}} with this one operator, or null. */
    @Nullable
    public List<Node> arguments(String operator) {
        if (kind != Kind.OBJECT || members.size() != 1 || !members.get(0).name().equals(operator)) {
            return null;
        }
        Node value = members.get(0).value();
        return value.kind == Kind.LIST ? value.items : null;
    }

    /** Returns the value without places: maps, lists, strings, numbers, booleans and nulls. */
    @Nullable
    public Object plain() {
        if (kind == Kind.OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (Member member : members) {
                map.put(member.name(), member.value().plain());
            }
            return map;
        }
        if (kind == Kind.LIST) {
            List<@Nullable Object> list = new ArrayList<>(items.size());
            for (Node item : items) {
                list.add(item.plain());
            }
            return list;
        }
        return scalar;
    }

    /** Tells whether this is the same value; numbers by what they mean, objects whatever the order. */
    public boolean says(@Nullable Object other) {
        return kind != Kind.UNREAD && same(plain(), other);
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            boolean finite = Double.isFinite(x.doubleValue()) && Double.isFinite(y.doubleValue());
            return finite && new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString())) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            boolean equal = x.size() == y.size();
            for (int i = 0; equal && i < x.size(); i++) {
                equal = same(x.get(i), y.get(i));
            }
            return equal;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            boolean equal = x.keySet().equals(y.keySet());
            for (Map.Entry<?, ?> entry : x.entrySet()) {
                equal = equal && same(entry.getValue(), y.get(entry.getKey()));
            }
            return equal;
        }
        return a == null ? b == null : a.equals(b);
    }
}
