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
import dev.flagctl.model.Slice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what one flag of the file serves, in flagctl's words. */
final class GoffReading {

    static final String TREATMENT = "flagctl.treatment";
    static final String REST = "flagctl.rest";

    private final FlagSpec spec;
    private final Node flag;
    private final GoffRules rules;

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

    private static Percent share(Node rule, String treatment, String rest, String where) {
        if (rule.get("progressiveRollout") != null) {
            throw new Unreadable(
                    "has a progressiveRollout in its " + where + ", which changes what it serves by the clock");
        }
        Node percentage = rule.get("percentage");
        if (percentage == null) {
            return treatment.equals(rule.text("variation")) ? Percent.ALL : Percent.ZERO;
        }
        BigDecimal treated = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        for (Member member : percentage.members()) {
            BigDecimal value =
                    member.value().scalar() instanceof Number n ? new BigDecimal(n.toString()) : BigDecimal.ZERO;
            boolean known = member.name().equals(treatment) || member.name().equals(rest);
            if (!known && value.signum() != 0) {
                throw new Unreadable("serves \"" + member.name() + "\" to a share in its " + where
                        + ", and flagctl knows two variants at a time");
            }
            treated = member.name().equals(treatment) ? value : treated;
            all = all.add(value);
        }
        BigDecimal thousandths = treated.movePointRight(3);
        if (all.compareTo(BigDecimal.valueOf(100)) != 0
                || thousandths.stripTrailingZeros().scale() > 0) {
            throw new Unreadable(
                    "has percentages in its " + where + " that do not add up to 100, or are finer than 0.001");
        }
        return new Percent(thousandths.intValueExact());
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
