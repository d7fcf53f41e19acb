// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Rule;
import dev.flagctl.model.RuleKind;
import dev.flagctl.model.Serve;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes features into the cache and reads them back; lines are kept relative to the document, which may move. */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class FeatureCodec {

    private static final FeatureType[] TYPES = FeatureType.values();
    private static final DriftAction[] DRIFTS = DriftAction.values();
    private static final Owns[] OWNED = Owns.values();
    private static final NoticeKind[] NOTICES = NoticeKind.values();
    private static final OnFailure.Action[] ACTIONS = OnFailure.Action.values();
    private static final OnFailure.Target[] TARGETS = OnFailure.Target.values();
    private static final GuardrailRole[] ROLES = GuardrailRole.values();
    private static final RuleKind[] RULES = RuleKind.values();
    private static final DataDeadline.Action[] DEADLINES = DataDeadline.Action.values();

    private FeatureCodec() {}

    static void write(ByteWriter out, Feature feature, int line) {
        out.text(feature.name());
        out.text(feature.version());
        out.text(feature.owner());
        ValueCodec.texts(out, feature.labels());
        out.text(feature.description());
        out.number(feature.type().ordinal());
        out.text(feature.flagKey());
        ValueCodec.map(out, feature.variants());
        out.text(feature.serve().treatment());
        out.text(feature.serve().control());
        out.text(feature.serve().rest());
        out.text(feature.unit());
        out.text(feature.salt());
        out.number(feature.rollout().size());
        for (Rollout rollout : feature.rollout().values()) {
            rollout(out, rollout, line);
        }
        out.number(feature.guardrails().size());
        for (Guardrail guardrail : feature.guardrails()) {
            guardrail(out, guardrail, line);
        }
        risk(out, feature.risk());
        onFailure(out, feature.onFailure());
        out.number(feature.drift().ordinal());
        out.number(bits(feature.owns()));
        out.number(feature.notices().size());
        for (NotifyRule rule : feature.notices()) {
            out.text(rule.adapter());
            out.number(bits(rule.on()));
        }
        out.bool(feature.sunset() != null);
        if (feature.sunset() != null) {
            SunsetCodec.write(out, feature.sunset(), line);
        }
        out.text(feature.specDigest());
        ValueCodec.source(out, feature.source(), line);
    }

    static Feature read(ByteReader in, String file, int line) {
        return new Feature(
                in.text(),
                in.text(),
                in.text(),
                ValueCodec.texts(in),
                in.text(),
                TYPES[in.integer()],
                in.text(),
                ValueCodec.map(in),
                new Serve(in.text(), in.text(), in.textOrNull()),
                in.text(),
                in.text(),
                rollouts(in, file, line),
                guardrails(in, file, line),
                risk(in),
                onFailure(in),
                DRIFTS[in.integer()],
                set(OWNED, Owns.class, in.number()),
                notices(in),
                in.bool() ? SunsetCodec.read(in, file, line) : null,
                in.text(),
                ValueCodec.source(in, file, line));
    }

    private static void risk(ByteWriter out, Risk risk) {
        out.real(risk.alpha());
        out.real(risk.power());
        out.number(risk.harmBudget());
        out.real(risk.traffic());
        ValueCodec.duration(out, risk.lag());
    }

    private static Risk risk(ByteReader in) {
        Risk risk = new Risk(in.real(), in.real(), in.number(), in.real(), ValueCodec.duration(in));
        return risk.equals(Risk.DEFAULT) ? Risk.DEFAULT : risk;
    }

    private static void rollout(ByteWriter out, Rollout rollout, int line) {
        out.text(rollout.environment());
        ValueCodec.list(out, rollout.after());
        StrategyCodec.write(out, rollout.strategy(), line);
        out.text(rollout.template());
        ValueCodec.instant(out, rollout.notBefore());
        out.text(rollout.approval());
        ValueCodec.source(out, rollout.source(), line);
    }

    private static Map<String, Rollout> rollouts(ByteReader in, String file, int line) {
        int count = in.count();
        Map<String, Rollout> rollouts = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Rollout rollout = new Rollout(
                    in.text(),
                    ValueCodec.list(in),
                    StrategyCodec.read(in, file, line),
                    in.textOrNull(),
                    ValueCodec.instantOrNull(in),
                    in.textOrNull(),
                    ValueCodec.source(in, file, line));
            rollouts.put(rollout.environment(), rollout);
        }
        return rollouts;
    }

    private static void guardrail(ByteWriter out, Guardrail guardrail, int line) {
        out.text(guardrail.metric());
        out.number(guardrail.role().ordinal());
        Rule rule = guardrail.rule();
        out.number(rule.kind().ordinal());
        switch (rule.kind()) {
            case WORSE_THAN_CONTROL -> {
                out.real(((Rule.WorseThanControl) rule).margin());
                out.real(((Rule.WorseThanControl) rule).tolerance());
                out.real(((Rule.WorseThanControl) rule).detect());
                out.real(((Rule.WorseThanControl) rule).expect());
            }
            case WORSE_THAN_BASELINE -> {
                out.real(((Rule.WorseThanBaseline) rule).baseline());
                out.real(((Rule.WorseThanBaseline) rule).margin());
                out.real(((Rule.WorseThanBaseline) rule).detect());
            }
            case BURN -> out.bool(((Rule.Burn) rule).pagesOnly());
            case THRESHOLD -> {
                out.real(((Rule.Threshold) rule).limit());
                out.bool(((Rule.Threshold) rule).above());
            }
        }
        out.number(guardrail.minBadUnits());
        out.number(guardrail.minUnits());
        ValueCodec.duration(out, guardrail.deadline().after());
        out.number(guardrail.deadline().action().ordinal());
        ValueCodec.source(out, guardrail.source(), line);
    }

    private static List<Guardrail> guardrails(ByteReader in, String file, int line) {
        int count = in.count();
        List<Guardrail> guardrails = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            guardrails.add(new Guardrail(
                    in.text(),
                    ROLES[in.integer()],
                    rule(in),
                    in.number(),
                    in.number(),
                    new DataDeadline(ValueCodec.duration(in), DEADLINES[in.integer()]),
                    ValueCodec.source(in, file, line)));
        }
        return guardrails;
    }

    private static Rule rule(ByteReader in) {
        return switch (RULES[in.integer()]) {
            case WORSE_THAN_CONTROL -> new Rule.WorseThanControl(in.real(), in.real(), in.real(), in.real());
            case WORSE_THAN_BASELINE -> new Rule.WorseThanBaseline(in.real(), in.real(), in.real());
            case BURN -> new Rule.Burn(in.bool());
            case THRESHOLD -> new Rule.Threshold(in.real(), in.bool());
        };
    }

    private static void onFailure(ByteWriter out, OnFailure onFailure) {
        out.number(onFailure.action().ordinal());
        out.number(onFailure.to().ordinal());
        ValueCodec.duration(out, onFailure.cooldown());
        out.number(onFailure.retries());
    }

    private static OnFailure onFailure(ByteReader in) {
        return new OnFailure(ACTIONS[in.integer()], TARGETS[in.integer()], ValueCodec.duration(in), in.integer());
    }

    private static List<NotifyRule> notices(ByteReader in) {
        int count = in.count();
        List<NotifyRule> notices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            notices.add(new NotifyRule(in.text(), set(NOTICES, NoticeKind.class, in.number())));
        }
        return notices;
    }

    private static long bits(Set<? extends Enum<?>> set) {
        long bits = 0;
        for (Enum<?> constant : set) {
            bits |= 1L << constant.ordinal();
        }
        return bits;
    }

    private static <E extends Enum<E>> Set<E> set(E[] constants, Class<E> type, long bits) {
        Set<E> set = EnumSet.noneOf(type);
        for (E constant : constants) {
            if ((bits & (1L << constant.ordinal())) != 0) {
                set.add(constant);
            }
        }
        return set;
    }
}
