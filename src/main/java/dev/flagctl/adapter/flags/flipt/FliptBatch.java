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
    private final FliptFlagEdits flags;
    private final List<WriteOutcome> outcomes = new ArrayList<>();

    FliptBatch(FlagText text, FlagFormat format, FlagScope scope, List<FlagWrite> writes) {
        this.format = format;
        this.file = new FliptFile(text, format);
        this.shapes = new FliptShapes(scope, file.constraints());
        this.segments = new FliptSegments(file, shapes, writes);
        this.edits = new TextEdits(text.text());
        this.layout = Layout.of(text.text(), file.root());
        this.flags = new FliptFlagEdits(segments, edits, layout);
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
                created.add(flags.created(spec, after));
            } else {
                flags.update(spec, flag, after);
            }
        } catch (Unreadable e) {
            return refused(spec.key(), "it " + e.reason());
        }
        changed.put(spec.key(), write);
        return WriteOutcome.done(spec.key(), receipt);
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
