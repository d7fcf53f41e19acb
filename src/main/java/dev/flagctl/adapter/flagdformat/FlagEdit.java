// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.ObjectEdit;
import dev.flagctl.adapter.flags.TextEdits;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Turns a wanted state into changes of the text of one flag. */
final class FlagEdit {

    private final ObjectEdit edit;
    private final AudienceRules rules;

    FlagEdit(TextEdits edits, Layout layout, AudienceRules rules) {
        this.edit = new ObjectEdit(edits, layout);
        this.rules = rules;
    }

    /** Returns a new flag as maps and lists. */
    static Map<String, Object> create(FlagSpec spec, FlagState state, AudienceRules rules) {
        Map<String, Object> flag = new LinkedHashMap<>();
        if (!spec.description().isEmpty()) {
            flag.put("description", spec.description());
        }
        flag.put("state", "ENABLED");
        flag.put("variants", state.variants());
        flag.put("defaultVariant", Targeting.defaultVariant(state));
        Object rule = Targeting.of(state, rules);
        if (!(rule instanceof String)) {
            flag.put("targeting", rule);
        }
        flag.put("metadata", Words.of(state));
        return flag;
    }

    /** Changes a flag that is there. */
    void update(FlagSpec spec, Member owner, Tail tail, FlagState state) {
        Node flag = owner.value();
        Map<String, Object> added = new LinkedHashMap<>();
        if (spec.owns().contains(Owns.VARIANTS)) {
            put(flag, "variants", state.variants(), added);
        }
        put(flag, "defaultVariant", Targeting.defaultVariant(state), added);
        boolean remove = targeting(spec, flag, tail, Targeting.of(state, rules), added);
        metadata(flag, state, added);
        edit.change(owner, flag, remove ? Set.of("targeting") : Set.of(), added, 0);
    }

    private void put(Node flag, String name, Object value, Map<String, Object> added) {
        Member member = flag.member(name);
        if (member == null) {
            added.put(name, value);
        } else if (!member.value().says(value)) {
            edit.replace(member, value);
        }
    }

    /** Changes the rule; returns whether it is to be removed. */
    private boolean targeting(FlagSpec spec, Node flag, Tail tail, Object rule, Map<String, Object> added) {
        boolean everybody = rule instanceof String;
        if (tail.place() == Tail.Place.WHOLE || spec.owns().contains(Owns.TARGETING)) {
            Node old = flag.get("targeting");
            boolean none = old == null
                    || old.isNull()
                    || (old.isObject() && old.members().isEmpty());
            if (!everybody) {
                put(flag, "targeting", rule, added);
            }
            return everybody && !none;
        }
        if (tail.place() == Tail.Place.LAST_ELSE && !tail.node().says(rule)) {
            edit.replace(tail.node(), rule);
        }
        if (tail.place() == Tail.Place.NO_ELSE && !everybody) {
            edit.append(tail.node(), rule);
        }
        return false;
    }

    private void metadata(Node flag, FlagState state, Map<String, Object> added) {
        Map<String, Object> words = Words.of(state);
        Member metadata = flag.member("metadata");
        if (metadata == null || metadata.value().isNull()) {
            put(flag, "metadata", words, added);
            return;
        }
        Map<String, Object> missing = new LinkedHashMap<>();
        words.forEach((word, value) -> {
            Member old = metadata.value().member(word);
            if (old == null) {
                missing.put(word, value);
            } else if (!old.value().says(value)) {
                edit.replace(old, value);
            }
        });
        Set<String> gone = words.containsKey(Words.CONTROL) || metadata.value().member(Words.CONTROL) == null
                ? Set.of()
                : Set.of(Words.CONTROL);
        edit.change(metadata, metadata.value(), gone, missing, 0);
    }
}
