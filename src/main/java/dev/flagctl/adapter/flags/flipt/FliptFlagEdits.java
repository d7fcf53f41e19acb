// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.ListEdit;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.ObjectEdit;
import dev.flagctl.adapter.flags.TextEdits;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes single flags of a features file as their states say: new ones as values, those that are there as edits of their text. */
final class FliptFlagEdits {

    private final FliptSegments segments;
    private final TextEdits edits;
    private final Layout layout;

    FliptFlagEdits(FliptSegments segments, TextEdits edits, Layout layout) {
        this.segments = segments;
        this.edits = edits;
        this.layout = layout;
    }

    /**
     * Returns a new flag.
     *
     * @throws Unreadable when Flipt cannot have such a flag
     */
    Map<String, Object> created(FlagSpec spec, FlagState state) {
        if (!spec.key().matches("[-_,A-Za-z0-9]+")) {
            throw new Unreadable(
                    "has a key that Flipt does not take: letters, digits, hyphen, underscore and comma only");
        }
        segments.need(spec.key(), state);
        Map<String, Object> flag = new LinkedHashMap<>();
        flag.put("key", spec.key());
        flag.put("name", spec.key());
        if (!spec.description().isEmpty()) {
            flag.put("description", spec.description());
        }
        boolean isBoolean = FliptShapes.isBoolean(state);
        flag.put("type", isBoolean ? FliptShapes.BOOLEAN : FliptShapes.VARIANT);
        flag.put("enabled", !isBoolean || fallback(state));
        if (!isBoolean) {
            flag.put("variants", FliptShapes.variants(state, Map.of(), true));
        }
        List<Map<String, Object>> steps = isBoolean ? FliptShapes.rollouts(state) : FliptShapes.rules(state);
        if (!steps.isEmpty()) {
            flag.put(isBoolean ? "rollouts" : "rules", steps);
        }
        flag.put("metadata", words(state));
        return flag;
    }

    /** Returns the value of a boolean flag where no rollout matches. */
    private static boolean fallback(FlagState state) {
        String variant = state.exposure().isAll() ? state.treatment() : state.rest();
        return Boolean.TRUE.equals(state.variants().get(variant));
    }

    private static Map<String, Object> words(FlagState state) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put(FliptReading.TREATMENT, state.treatment());
        words.put(FliptReading.REST, state.rest());
        if (state.control() != null) {
            words.put(FliptReading.CONTROL, state.control());
        }
        return words;
    }

    /**
     * Changes a flag that is there where it differs from the state.
     *
     * @throws Unreadable when that would change what is not flagctl's
     */
    void update(FlagSpec spec, Node flag, FlagState state) {
        boolean isBoolean = FliptShapes.isBoolean(state);
        if (isBoolean != FliptReading.isBoolean(flag)) {
            throw new Unreadable(
                    "is of another type than its feature, and a change of type places every user anew; use another key");
        }
        segments.need(spec.key(), state);
        ObjectEdit edit = new ObjectEdit(edits, layout);
        Map<String, Object> added = new LinkedHashMap<>();
        Set<String> removed = new HashSet<>();
        if (isBoolean) {
            put(edit, flag, "enabled", fallback(state), added);
        } else {
            variants(edit, spec, flag, state, added);
        }
        steps(spec, flag, isBoolean, state, removed, added);
        metadata(edit, flag, state, added);
        edit.change(null, flag, removed, added, 0);
    }

    private static void variants(
            ObjectEdit edit, FlagSpec spec, Node flag, FlagState state, Map<String, Object> added) {
        Map<String, Object> there = FliptReading.variants(flag);
        boolean lacks = !there.keySet().containsAll(List.of(state.treatment(), state.rest()))
                || (state.control() != null && !there.containsKey(state.control()));
        if (lacks && !spec.owns().contains(Owns.VARIANTS)) {
            throw new Unreadable("lacks a variant that is to be served, and flagctl does not own its variants");
        }
        // Which variant is the default is part of the exposure, the values are not.
        List<Map<String, Object>> written = FliptShapes.variants(
                state, FliptReading.plainVariants(flag), spec.owns().contains(Owns.VARIANTS));
        put(edit, flag, "variants", written, added);
    }

    private void steps(
            FlagSpec spec,
            Node flag,
            boolean isBoolean,
            FlagState state,
            Set<String> removed,
            Map<String, Object> added) {
        String name = isBoolean ? "rollouts" : "rules";
        List<Map<String, Object>> wanted = isBoolean ? FliptShapes.rollouts(state) : FliptShapes.rules(state);
        Member member = flag.member(name);
        List<Node> there = FliptReading.steps(flag);
        boolean all = spec.owns().contains(Owns.TARGETING);
        boolean keeps = !all && !there.stream().allMatch(each -> FliptReading.isOurs(flag, each));
        if (member == null) {
            if (!wanted.isEmpty()) {
                added.put(name, wanted);
            }
        } else if (wanted.isEmpty() && !keeps) {
            removed.add(name);
        } else if (there.isEmpty()) {
            new ObjectEdit(edits, layout).replace(member, wanted);
        } else {
            new ListEdit(edits, layout).change(member.value(), each -> all || FliptReading.isOurs(flag, each), wanted);
        }
    }

    static void put(ObjectEdit edit, Node object, String name, Object value, Map<String, Object> added) {
        Member member = object.member(name);
        if (member == null) {
            added.put(name, value);
        } else if (!member.value().says(value)) {
            edit.replace(member, value);
        }
    }

    private static void metadata(ObjectEdit edit, Node flag, FlagState state, Map<String, Object> added) {
        Member metadata = flag.member("metadata");
        if (metadata == null || !metadata.value().isObject()) {
            put(edit, flag, "metadata", words(state), added);
            return;
        }
        Map<String, Object> missing = new LinkedHashMap<>();
        words(state).forEach((word, value) -> put(edit, metadata.value(), word, value, missing));
        boolean lost = state.control() == null && metadata.value().member(FliptReading.CONTROL) != null;
        edit.change(metadata, metadata.value(), lost ? Set.of(FliptReading.CONTROL) : Set.of(), missing, 0);
    }
}
