// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.FileBatch;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.KeyFilter;
import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.ObjectEdit;
import dev.flagctl.adapter.flags.TextEdits;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out many writes on the text of one file, in one pass. An instance does one batch. */
final class Batch implements FileBatch {

    private final FlagText file;
    private final FlagFormat format;
    private final FlagPlace place;
    private final FlagTree tree;
    private final AudienceRules rules;
    private final TextEdits edits;
    private final Layout layout;
    private final FlagEdit flagEdit;
    private final Map<String, FlagWrite> changed = new LinkedHashMap<>();
    private final Map<String, Object> created = new LinkedHashMap<>();
    private final Set<String> archived = new HashSet<>();
    private final List<WriteOutcome> outcomes = new ArrayList<>();

    Batch(FlagScope scope, FlagFormat format, FlagPlace place, FlagText file, List<FlagWrite> writes) {
        Set<String> keys = new HashSet<>(writes.size() * 2);
        for (FlagWrite write : writes) {
            if (!keys.add(write.spec().key())) {
                throw new IllegalArgumentException(
                        "two writes of the flag " + write.spec().key());
            }
        }
        this.file = file;
        this.format = format;
        this.place = place;
        this.tree = FlagTree.parse(format, place, file, new KeyFilter(keys), true);
        this.rules = new AudienceRules(scope);
        this.edits = new TextEdits(file.text());
        this.layout = Layout.of(file.text(), tree.whole());
        this.flagEdit = new FlagEdit(edits, layout, rules);
        for (FlagWrite write : writes) {
            outcomes.add(outcome(write));
        }
    }

    @Override
    public @Nullable String changedText() {
        if (changed.isEmpty()) {
            return null;
        }
        if (!created.isEmpty() || !archived.isEmpty()) {
            changeFlags();
        }
        String text = edits.apply();
        new Verification(
                        tree,
                        FlagTree.parse(format, place, file.with(text), new KeyFilter(changed.keySet()), true),
                        rules)
                .verify(changed);
        return text;
    }

    @Override
    public List<WriteOutcome> outcomes() {
        return outcomes;
    }

    @Override
    public List<WriteOutcome> outcomesAfter(AdapterException failure) {
        List<WriteOutcome> failed = new ArrayList<>(outcomes.size());
        for (WriteOutcome outcome : outcomes) {
            boolean lost = outcome.failure() == null && changed.containsKey(outcome.key());
            failed.add(lost ? WriteOutcome.failed(outcome.key(), failure) : outcome);
        }
        return failed;
    }

    private WriteOutcome outcome(FlagWrite write) {
        String key = write.spec().key();
        try {
            return WriteOutcome.done(key, carryOut(write));
        } catch (RefusedException e) {
            return WriteOutcome.failed(key, refused(key, e.getMessage() + "; " + e.remedy()));
        } catch (AdapterException e) {
            return WriteOutcome.failed(key, e);
        }
    }

    /** Returns the receipt. */
    private String carryOut(FlagWrite write) {
        FlagSpec spec = write.spec();
        FlagState after = write.after();
        Member member = tree.flag(spec.key());
        FlagReading reading = member == null ? null : new FlagReading(spec, member.value(), rules);
        ObservedFlag found = reading == null ? ObservedFlag.absent(spec.key()) : reading.observed();
        if (Expectation.serves(found, after, spec)) {
            return "";
        }
        String surprise = Expectation.surprise(found, write.before(), spec);
        if (!surprise.isEmpty()) {
            throw refused(spec.key(), surprise);
        }
        changed.put(spec.key(), write);
        if (after == null) {
            archived.add(spec.key());
            Node flag = Objects.requireNonNull(member).value();
            return file.text().substring(flag.start(), flag.end());
        }
        check(spec, member, after);
        if (member == null || reading == null) {
            created.put(spec.key(), FlagEdit.create(spec, after, rules));
        } else {
            flagEdit.update(spec, member, reading.tail(), after);
        }
        return "";
    }

    private void check(FlagSpec spec, @Nullable Member member, FlagState after) {
        String problem = FlagShape.problem(after);
        if (problem == null && spec.key().isEmpty()) {
            problem = "the key of the flag is empty";
        }
        if (problem == null && member != null && !spec.owns().contains(Owns.VARIANTS)) {
            Node variants = member.value().get("variants");
            boolean there = variants != null
                    && variants.member(after.treatment()) != null
                    && variants.member(after.rest()) != null;
            problem = there
                    ? null
                    : "it lacks the variant \"" + after.treatment() + "\" or \"" + after.rest()
                            + "\", and flagctl does not own its variants";
        }
        if (problem != null) {
            changed.remove(spec.key());
            throw refused(spec.key(), problem);
        }
    }

    private void changeFlags() {
        Member owner = tree.root().member("flags");
        ObjectEdit edit = new ObjectEdit(edits, layout);
        if (owner == null) {
            edit.change(null, tree.root(), Set.of(), Map.of("flags", created), 2);
        } else if (owner.value().isNull()) {
            edit.replace(owner, new HashMap<>(created));
        } else {
            edit.change(owner, owner.value(), archived, created, 1);
        }
    }

    private AdapterException refused(String key, String reason) {
        return new AdapterException(Failure.REFUSED, "write the flag \"" + key + "\"", file.path(), reason);
    }
}
