// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

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
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out many writes on the text of one flag file, and proves before it is stored that nothing else changed. */
final class GoffBatch implements FileBatch {

    private final FlagText file;
    private final FlagFormat format;
    private final GoffRules rules;
    private final Node root;
    private final TextEdits edits;
    private final Layout layout;
    private final Map<String, FlagWrite> changed = new LinkedHashMap<>();
    private final Map<String, Object> created = new LinkedHashMap<>();
    private final Set<String> archived = new HashSet<>();
    private final List<WriteOutcome> outcomes = new ArrayList<>();

    GoffBatch(FlagText file, FlagFormat format, GoffRules rules, List<FlagWrite> writes) {
        this.file = file;
        this.format = format;
        this.rules = rules;
        this.root = root(file, format);
        this.edits = new TextEdits(file.text());
        this.layout = Layout.of(file.text(), root);
        for (FlagWrite write : writes) {
            outcomes.add(outcome(write));
        }
    }

    /** Returns the object with the flags by key; throws an {@link AdapterException} for a file that is none. */
    static Node root(FlagText file, FlagFormat format) {
        Node root = format.parse(file);
        if (!root.isObject()) {
            throw file.garbledAt(root.start(), "it is not an object with flags by key");
        }
        return root;
    }

    @Override
    public @Nullable String changedText() {
        if (changed.isEmpty()) {
            return null;
        }
        if (!created.isEmpty() || !archived.isEmpty()) {
            new ObjectEdit(edits, layout).change(null, root, archived, created, 2);
        }
        String text = edits.apply();
        verify(file.with(text));
        return text;
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
        Member member = root.member(spec.key());
        ObservedFlag found = member == null
                ? ObservedFlag.absent(spec.key())
                : new GoffReading(spec, member.value(), rules).observed();
        FlagState after = write.after();
        if (Expectation.serves(found, after, spec)) {
            return WriteOutcome.done(spec.key(), "");
        }
        String surprise = Expectation.surprise(found, write.before(), spec);
        if (!surprise.isEmpty()) {
            return refused(spec.key(), surprise);
        }
        String receipt = "";
        try {
            if (after == null) {
                archived.add(spec.key());
                Node flag = member == null ? root : member.value();
                receipt = file.text().substring(flag.start(), flag.end());
            } else if (member == null) {
                created.put(spec.key(), create(spec, after));
            } else {
                update(spec, member, after);
            }
        } catch (Unreadable e) {
            return refused(spec.key(), "it " + e.reason());
        }
        changed.put(spec.key(), write);
        return WriteOutcome.done(spec.key(), receipt);
    }

    private Map<String, Object> create(FlagSpec spec, FlagState state) {
        Map<String, Object> flag = new LinkedHashMap<>();
        flag.put("variations", state.variants());
        if (!state.unit().equals("targetingKey")) {
            flag.put("bucketingKey", state.unit());
        }
        List<Map<String, Object>> targeting = rules.targeting(state);
        if (!targeting.isEmpty()) {
            flag.put("targeting", targeting);
        }
        flag.put("defaultRule", rules.fallback(state));
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (!spec.description().isEmpty()) {
            metadata.put("description", spec.description());
        }
        metadata.putAll(words(state));
        flag.put("metadata", metadata);
        return flag;
    }

    private static Map<String, Object> words(FlagState state) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put(GoffReading.TREATMENT, state.treatment());
        words.put(GoffReading.REST, state.rest());
        if (state.control() != null) {
            words.put(GoffReading.CONTROL, state.control());
        }
        return words;
    }

    private void update(FlagSpec spec, Member owner, FlagState state) {
        Node flag = owner.value();
        ObjectEdit edit = new ObjectEdit(edits, layout);
        Map<String, Object> added = new LinkedHashMap<>();
        Set<String> removed = new HashSet<>();
        if (spec.owns().contains(Owns.VARIANTS)) {
            put(edit, flag, "variations", state.variants(), added);
        } else if (!GoffReading.variants(flag).keySet().containsAll(served(state))) {
            throw new Unreadable("lacks a variation that is to be served, and flagctl does not own its variations");
        }
        boolean byTargetingKey = state.unit().equals("targetingKey");
        if (byTargetingKey && flag.get("bucketingKey") != null) {
            removed.add("bucketingKey");
        } else if (!byTargetingKey) {
            put(edit, flag, "bucketingKey", state.unit(), added);
        }
        targeting(spec, flag, rules.targeting(state), removed, added);
        put(edit, flag, "defaultRule", rules.fallback(state), added);
        metadata(edit, flag, state, added);
        edit.change(owner, flag, removed, added, 0);
    }

    private static List<String> served(FlagState state) {
        return state.control() == null
                ? List.of(state.treatment(), state.rest())
                : List.of(state.treatment(), state.rest(), state.control());
    }

    private void targeting(
            FlagSpec spec,
            Node flag,
            List<Map<String, Object>> wanted,
            Set<String> removed,
            Map<String, Object> added) {
        Member targeting = flag.member("targeting");
        List<Node> there = GoffReading.rulesOf(flag);
        boolean all = spec.owns().contains(Owns.TARGETING);
        boolean keeps = !all && !there.stream().allMatch(GoffReading::isOurs);
        List<Node> ours = there.stream().filter(GoffReading::isOurs).toList();
        boolean same = ours.size() == wanted.size() && (!all || ours.size() == there.size());
        for (int i = 0; same && i < wanted.size(); i++) {
            same = ours.get(i).says(wanted.get(i));
        }
        if (same) {
            return;
        }
        if (!there.isEmpty() && (keeps || !wanted.isEmpty())) {
            new ListEdit(edits, layout)
                    .change(Objects.requireNonNull(targeting).value(), rule -> all || GoffReading.isOurs(rule), wanted);
        } else if (targeting != null) {
            if (wanted.isEmpty()) {
                removed.add("targeting");
            } else {
                new ObjectEdit(edits, layout).replace(targeting, wanted);
            }
        } else if (!wanted.isEmpty()) {
            added.put("targeting", wanted);
        }
    }

    private static void put(ObjectEdit edit, Node object, String name, Object value, Map<String, Object> added) {
        Member member = object.member(name);
        if (member == null) {
            added.put(name, value);
        } else if (!member.value().says(value)) {
            edit.replace(member, value);
        }
    }

    private static void metadata(ObjectEdit edit, Node flag, FlagState state, Map<String, Object> added) {
        Map<String, Object> words = words(state);
        Member metadata = flag.member("metadata");
        if (metadata == null || !metadata.value().isObject()) {
            put(edit, flag, "metadata", words, added);
            return;
        }
        Map<String, Object> missing = new LinkedHashMap<>();
        words.forEach((word, value) -> put(edit, metadata.value(), word, value, missing));
        boolean lost = state.control() == null && metadata.value().member(GoffReading.CONTROL) != null;
        edit.change(metadata, metadata.value(), lost ? Set.of(GoffReading.CONTROL) : Set.of(), missing, 0);
    }

    /** What is found here is a bug of the edit, or a layout it does not know: the file stays as it was. */
    private void verify(FlagText text) {
        Node after = root(text, format);
        for (Member old : root.members()) {
            Member fresh = after.member(old.name());
            boolean touched = changed.containsKey(old.name());
            if (!touched && (fresh == null || !source(file, old).equals(source(text, fresh)))) {
                throw damage("the flag \"" + old.name() + "\" would change");
            }
        }
        changed.forEach((key, write) -> {
            Member fresh = after.member(key);
            ObservedFlag found = fresh == null
                    ? ObservedFlag.absent(key)
                    : new GoffReading(write.spec(), fresh.value(), rules).observed();
            if (!Expectation.serves(found, write.after(), write.spec())) {
                throw damage("the flag \"" + key + "\" would be otherwise: "
                        + Expectation.surprise(found, write.after(), write.spec()));
            }
        });
    }

    private static String source(FlagText text, Member member) {
        return text.text().substring(member.value().start(), member.value().end());
    }

    private AdapterException damage(String reason) {
        return new AdapterException(
                Failure.REFUSED,
                "write flags",
                file.path(),
                "it could not be changed without damage, so it was left alone: " + reason
                        + "; write the flag in the plain form of the documentation");
    }

    private WriteOutcome refused(String key, String reason) {
        return WriteOutcome.failed(
                key, new AdapterException(Failure.REFUSED, "write the flag \"" + key + "\"", file.path(), reason));
    }
}
