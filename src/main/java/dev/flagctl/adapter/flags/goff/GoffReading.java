// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Percent;
import dev.flagctl.model.ShareParts;
import dev.flagctl.model.Slice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what one flag of the file serves, in flagctl's words. */
final class GoffReading {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static final String TREATMENT = "flagctl.treatment";
    static final String REST = "flagctl.rest";
    static final String CONTROL = "flagctl.control";

    private final FlagSpec spec;
    private final Node flag;
    private final GoffRules rules;
    private int matched;
    private int unmatched;

    GoffReading(FlagSpec spec, Node flag, GoffRules rules) {
        this.spec = spec;
        this.flag = flag;
        this.rules = rules;
    }

    ObservedFlag observed() {
        List<String> foreign = new ArrayList<>();
        String overruled = "";
        for (Node rule : rulesOf(flag)) {
            if (!isOurs(rule) && !isTrue(rule.get("disable"))) {
                foreign.add(words(rule));
                String query = rule.text("query");
                overruled =
                        overruled.isEmpty() && (query == null || query.isBlank()) ? "rule " + name(rule) : overruled;
            }
        }
        try {
            return new ObservedFlag(spec.key(), state(), Presence.PRESENT, "", foreign, overruled, "", null);
        } catch (Unreadable e) {
            return new ObservedFlag(spec.key(), null, Presence.PRESENT, e.reason(), foreign, overruled, "", null);
        }
    }

    private FlagState state() {
        refuseWhatMovesByItself();
        Map<String, Object> variants = variants(flag);
        String treatment = word(TREATMENT, spec.serve().treatment());
        String rest = word(REST, spec.serve().others());
        List<Slice> slices = new ArrayList<>();
        for (Node rule : rulesOf(flag)) {
            // A rule that somebody disabled serves nobody.
            if (isOurs(rule) && !isTrue(rule.get("disable"))) {
                Audience audience = rules.audience(name(rule), rule.text("query"));
                slices.add(new Slice(audience, share(rule, treatment, rest, "rule \"" + name(rule) + "\"")));
            }
        }
        Node fallback = flag.get("defaultRule");
        if (fallback == null) {
            throw new Unreadable("has no defaultRule, so the code's default is served");
        }
        String served = fallback.text("variation");
        if (served != null && !served.equals(treatment)) {
            rest = served;
        }
        slices.add(new Slice(Audience.EVERYONE, share(fallback, treatment, rest, "defaultRule")));
        if (!variants.containsKey(treatment) || !variants.containsKey(rest)) {
            throw new Unreadable(
                    "lacks the variation \"" + (variants.containsKey(treatment) ? rest : treatment) + "\"");
        }
        String unit = flag.text("bucketingKey");
        return new FlagState(
                variants,
                treatment,
                rest,
                control(variants, rest),
                new Exposure(slices),
                unit == null || unit.isEmpty() ? "targetingKey" : unit,
                spec.key());
    }

    private void refuseWhatMovesByItself() {
        if (isTrue(flag.get("disable"))) {
            throw new Unreadable("is disabled, so the code's default is served; set \"disable\" to false");
        }
        for (String moving : List.of("scheduledRollout", "experimentation")) {
            if (flag.get(moving) != null) {
                throw new Unreadable("has " + moving + ", which changes what it serves by the clock");
            }
        }
    }

    private String word(String key, String otherwise) {
        Node metadata = flag.get("metadata");
        String text = metadata == null ? null : metadata.text(key);
        return text == null || text.isEmpty() ? otherwise : text;
    }

    private @Nullable String control(Map<String, Object> variants, String rest) {
        if (matched > 0 && unmatched > 0) {
            throw new Unreadable("keeps a control group beside some of its shares only");
        }
        String control = matched > 0 ? controlWord(rest) : null;
        if (control != null && !variants.containsKey(control)) {
            throw new Unreadable("lacks the variation \"" + control + "\"");
        }
        return control;
    }

    /** Returns the variation of a control group, or null where there can be none. */
    private @Nullable String controlWord(String rest) {
        String word = word(CONTROL, spec.serve().isMatched() ? spec.serve().control() : rest);
        return word.equals(rest) ? null : word;
    }

    private Percent share(Node rule, String treatment, String rest, String where) {
        if (rule.get("progressiveRollout") != null) {
            throw new Unreadable(
                    "has a progressiveRollout in its " + where + ", which changes what it serves by the clock");
        }
        Node percentage = rule.get("percentage");
        if (percentage == null) {
            return treatment.equals(rule.text("variation")) ? Percent.ALL : Percent.ZERO;
        }
        ShareParts parts = parts(percentage, treatment, where);
        String control = controlWord(rest);
        if (control != null && parts.has(control)) {
            if (!parts.isMatched(treatment, rest, control)) {
                throw new Unreadable("serves \"" + control + "\" in its " + where
                        + " to others than a control group as large as the treatment");
            }
            matched++;
            return parts.sizeOf(treatment);
        }
        for (ShareParts.Part part : parts.parts()) {
            if (!part.variant().equals(treatment) && !part.variant().equals(rest)) {
                throw new Unreadable("serves \"" + part.variant() + "\" to a share in its " + where
                        + ", and flagctl knows two variants at a time, or three with a control group");
            }
        }
        unmatched += parts.parts().size() > 1 ? 1 : 0;
        return parts.sizeOf(treatment);
    }

    /** Returns the parts of a percentage in the order of their slots, from the end where the treatment is. */
    private static ShareParts parts(Node percentage, String treatment, String where) {
        TreeMap<String, Percent> sizes = new TreeMap<>(GoffBucketing.RANK);
        BigDecimal all = BigDecimal.ZERO;
        boolean fine = false;
        for (Member member : percentage.members()) {
            BigDecimal value =
                    member.value().scalar() instanceof Number n ? new BigDecimal(n.toString()) : BigDecimal.ZERO;
            BigDecimal thousandths = value.movePointRight(3).stripTrailingZeros();
            all = all.add(value);
            fine |= thousandths.scale() > 0 || thousandths.signum() < 0 || value.compareTo(HUNDRED) > 0;
            if (!fine && thousandths.signum() > 0) {
                sizes.put(member.name(), new Percent(thousandths.intValueExact()));
            }
        }
        if (fine || all.compareTo(HUNDRED) != 0) {
            throw new Unreadable(
                    "has percentages in its " + where + " that do not add up to 100, or are finer than 0.001");
        }
        boolean mirrored = sizes.lastKey().equals(treatment);
        List<ShareParts.Part> parts = new ArrayList<>();
        (mirrored ? sizes.descendingMap() : sizes).forEach((name, size) -> parts.add(new ShareParts.Part(name, size)));
        return new ShareParts(parts);
    }

    static Map<String, Object> variants(Node flag) {
        Node variations = flag.get("variations");
        if (variations == null || !variations.isObject() || variations.members().isEmpty()) {
            throw new Unreadable("has no variations");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Member each : variations.members()) {
            Object value = each.value().plain();
            if (value == null) {
                throw new Unreadable("has the variation \"" + each.name() + "\" without a value");
            }
            values.put(each.name(), value);
        }
        return values;
    }

    static List<Node> rulesOf(Node flag) {
        Node targeting = flag.get("targeting");
        return targeting == null ? List.of() : targeting.items();
    }

    static boolean isOurs(Node rule) {
        return name(rule).startsWith(GoffRules.OURS);
    }

    private static String name(Node rule) {
        String name = rule.text("name");
        return name == null ? "without a name" : name;
    }

    private static boolean isTrue(@Nullable Node node) {
        return node != null && Boolean.TRUE.equals(node.scalar());
    }

    private static String words(Node rule) {
        String query = rule.text("query");
        Object serves = rule.text("variation");
        Node shares = rule.get("percentage") == null ? rule.get("progressiveRollout") : rule.get("percentage");
        serves = serves == null && shares != null ? Layout.ONE_LINE.print(shares.plain(), "") : serves;
        return name(rule) + (query == null ? "" : ", " + query) + ": " + serves;
    }
}
