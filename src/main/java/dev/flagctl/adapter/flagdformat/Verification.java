// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves before anything is stored that a changed text says what was asked for and nothing else.
 *
 * <p>What is found here is a bug of the edit, or a layout it does not know: the file stays as it was.
 */
final class Verification {

    private static final Set<String> OURS = Set.of("defaultVariant", "targeting", "metadata", "variants");

    private final FlagTree before;
    private final FlagTree after;
    private final AudienceRules rules;

    Verification(FlagTree before, FlagTree after, AudienceRules rules) {
        this.before = before;
        this.after = after;
        this.rules = rules;
    }

    void verify(Map<String, FlagWrite> changed) {
        around();
        sameButFor(Set.of("flags"), before.root(), after.root(), "the file");
        int kept = 0;
        for (Member flag : before.flags()) {
            FlagWrite write = changed.get(flag.name());
            kept += write != null && write.after() == null ? 0 : 1;
            if (write == null) {
                same(flag, after.flag(flag.name()), "the flag \"" + flag.name() + "\"");
            }
        }
        for (FlagWrite write : changed.values()) {
            Member old = before.flag(write.spec().key());
            kept += old == null && write.after() != null ? 1 : 0;
            written(write, old, after.flag(write.spec().key()));
        }
        if (kept != after.flags().size()) {
            throw failed("there are " + after.flags().size() + " flags instead of " + kept);
        }
    }

    /** What stands around flagd's part is compared letter by letter. */
    private void around() {
        if (before.isWhole()) {
            return;
        }
        String old = before.file().text();
        String fresh = after.file().text();
        boolean same = old.substring(0, before.root().start())
                        .equals(fresh.substring(0, after.root().start()))
                && old.substring(before.root().end())
                        .equals(fresh.substring(after.root().end()));
        if (!same) {
            throw failed("what is not of flags would change");
        }
    }

    private void written(FlagWrite write, @Nullable Member old, @Nullable Member fresh) {
        FlagState wanted = write.after();
        String flag = "the flag \"" + write.spec().key() + "\"";
        if (wanted == null || fresh == null) {
            if (wanted != null || fresh != null) {
                throw failed(flag + (fresh == null ? " is not there" : " is still there"));
            }
            return;
        }
        ObservedFlag found = new FlagReading(write.spec(), fresh.value(), rules).observed();
        if (!Expectation.serves(found, wanted, write.spec())) {
            throw failed(flag + " would be otherwise: " + Expectation.surprise(found, wanted, write.spec()));
        }
        if (old != null) {
            sameButFor(OURS, old.value(), fresh.value(), flag);
            foreign(write, old.value(), fresh.value(), flag);
        }
    }

    private void foreign(FlagWrite write, Node old, Node fresh, String flag) {
        if (!write.spec().owns().contains(Owns.VARIANTS)) {
            same(old.member("variants"), fresh.member("variants"), "the variants of " + flag);
        }
        Node metadata = old.get("metadata");
        Node freshMetadata = fresh.get("metadata");
        if (metadata != null && metadata.isObject() && freshMetadata != null) {
            sameButFor(
                    Set.of(Words.TREATMENT, Words.REST, Words.CONTROL, Words.UNIT, Words.SALT),
                    metadata,
                    freshMetadata,
                    "the metadata of " + flag);
        }
        if (!write.spec().owns().contains(Owns.TARGETING)
                && !foreignRules(write, old).equals(foreignRules(write, fresh))) {
            throw failed("the foreign rules of " + flag + " would change");
        }
    }

    private List<@Nullable Object> foreignRules(FlagWrite write, Node flag) {
        FlagReading reading = new FlagReading(write.spec(), flag, rules);
        reading.observed();
        List<@Nullable Object> plain = new ArrayList<>();
        for (Node node : reading.tail().foreign()) {
            plain.add(node.plain());
        }
        return plain;
    }

    private void sameButFor(Set<String> ours, Node old, Node fresh, String where) {
        Map<String, Member> byName = new HashMap<>();
        for (Member member : fresh.members()) {
            byName.put(member.name(), member);
        }
        for (Member member : old.members()) {
            if (!ours.contains(member.name())) {
                same(member, byName.get(member.name()), "\"" + member.name() + "\" of " + where);
            }
        }
    }

    /** What is not flagctl's is compared letter by letter. */
    private void same(@Nullable Member old, @Nullable Member fresh, String what) {
        if (old == null && fresh == null) {
            return;
        }
        boolean same = old != null && fresh != null && text(before, old.value()).equals(text(after, fresh.value()));
        if (!same) {
            throw failed(what + " would change");
        }
    }

    private static String text(FlagTree tree, Node node) {
        return tree.file().text().substring(node.start(), node.end());
    }

    private AdapterException failed(String reason) {
        return new AdapterException(
                Failure.REFUSED,
                "write flags",
                before.file().path(),
                "it could not be changed without damage, so it was left alone: " + reason
                        + "; write the flag in the plain form of the documentation");
    }
}
