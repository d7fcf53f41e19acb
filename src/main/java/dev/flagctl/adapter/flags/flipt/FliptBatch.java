// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.FileBatch;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.ListEdit;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.ObjectEdit;
import dev.flagctl.adapter.flags.TextEdits;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out many writes on the text of one features file, and proves before it is stored that nothing else changed. */
final class FliptBatch implements FileBatch {

    private final FlagFormat format;
    private final FliptShapes shapes;
    private final FliptFile file;
    private final TextEdits edits;
    private final Layout layout;
    private final Map<String, FlagWrite> changed = new LinkedHashMap<>();
    private final List<Map<String, Object>> created = new ArrayList<>();
    private final Set<String> archived = new HashSet<>();
    private final FliptSegments segments;
    private final List<WriteOutcome> outcomes = new ArrayList<>();

    FliptBatch(FlagText text, FlagFormat format, FlagScope scope, List<FlagWrite> writes) {
        this.format = format;
        this.file = new FliptFile(text, format);
        this.shapes = new FliptShapes(scope, file.constraints());
        this.segments = new FliptSegments(file, shapes, writes);
        this.edits = new TextEdits(text.text());
        this.layout = Layout.of(text.text(), file.root());
        for (FlagWrite write : writes) {
            outcomes.add(outcome(write));
        }
    }

    @Override
    public @Nullable String changedText() {
        if (changed.isEmpty()) {
            return null;
        }
        Map<String, Object> added = new LinkedHashMap<>();
        list("flags", node -> archived.contains(node.text("key")), created, added);
        list("segments", node -> false, segments.created(), added);
        segments.edit(new ObjectEdit(edits, layout));
        new ObjectEdit(edits, layout).change(null, file.root(), Set.of(), added, 1);
        String text = edits.apply();
        verify(new FliptFile(file.text().with(text), format));
        return text;
    }

    private void list(
            String name,
            java.util.function.Predicate<Node> removed,
            List<Map<String, Object>> more,
            Map<String, Object> added) {
        Member member = file.root().member(name);
        List<Node> there = member == null ? List.of() : member.value().items();
        boolean removes = there.stream().anyMatch(removed);
        if (more.isEmpty() && !removes) {
            return;
        }
        if (member == null) {
            added.put(name, more);
        } else if (there.isEmpty() || (more.isEmpty() && there.stream().allMatch(removed))) {
            new ObjectEdit(edits, layout).replace(member, more);
        } else {
            new ListEdit(edits, layout).change(member.value(), removed, more);
        }
    }

    @Override
    public List<WriteOutcome> outcomes() {
        return outcomes;
    }

    @Override
    public List<WriteOutcome> outcomesAfter(AdapterException failure) {
        return outcomes.stream()
                .map(each -> each.failure() == null && changed.containsKey(each.key())
                        ? WriteOutcome.failed(each.key(), failure)
                        : each)
                .toList();
    }

    private WriteOutcome outcome(FlagWrite write) {
        FlagSpec spec = write.spec();
        ObservedFlag found = file.observed(spec, shapes);
        FlagState after = write.after();
        if (Expectation.serves(found, after, spec)) {
            return WriteOutcome.done(spec.key(), "");
        }
        String surprise = Expectation.surprise(found, write.before(), spec);
        if (!surprise.isEmpty()) {
            return refused(spec.key(), surprise);
        }
        Node flag = file.flags().get(spec.key());
        String receipt = "";
        try {
            if (after == null) {
                archived.add(spec.key());
                receipt = flag == null ? "" : file.source(flag);
            } else if (flag == null) {
                created.add(create(spec, after));
            } else {
                update(spec, flag, after);
            }
        } catch (Unreadable e) {
            return refused(spec.key(), "it " + e.reason());
        }
        changed.put(spec.key(), write);
        return WriteOutcome.done(spec.key(), receipt);
    }

    private Map<String, Object> create(FlagSpec spec, FlagState state) {
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
        return words;
    }

    private void update(FlagSpec spec, Node flag, FlagState state) {
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
        boolean lacks = !there.keySet().containsAll(List.of(state.treatment(), state.rest()));
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
        edit.change(metadata, metadata.value(), Set.of(), missing, 0);
    }

    /** What is found here is a bug of the edit, or a layout it does not know: the file stays as it was. */
    private void verify(FliptFile after) {
        file.flags().forEach((key, flag) -> {
            Node fresh = after.flags().get(key);
            if (!changed.containsKey(key)
                    && (fresh == null || !file.source(flag).equals(after.source(fresh)))) {
                throw damage("the flag \"" + key + "\" would change");
            }
        });
        String wrong = segments.damage(after, changed.keySet());
        if (!wrong.isEmpty()) {
            throw damage(wrong);
        }
        changed.forEach((key, write) -> {
            ObservedFlag found = after.observed(write.spec(), shapes);
            if (!Expectation.serves(found, write.after(), write.spec())) {
                throw damage("the flag \"" + key + "\" would be otherwise: "
                        + Expectation.surprise(found, write.after(), write.spec()));
            }
        });
    }

    private AdapterException damage(String reason) {
        return new AdapterException(
                Failure.REFUSED,
                "write flags",
                file.text().path(),
                "it could not be changed without damage, so it was left alone: " + reason
                        + "; write the flag in the plain form of the documentation");
    }

    private WriteOutcome refused(String key, String reason) {
        return WriteOutcome.failed(
                key,
                new AdapterException(
                        Failure.REFUSED,
                        "write the flag \"" + key + "\"",
                        file.text().path(),
                        reason));
    }
}
