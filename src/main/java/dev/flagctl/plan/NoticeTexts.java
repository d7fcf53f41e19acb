// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.DurationText;
import dev.flagctl.model.Notice;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.strategy.DatedNotice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people are told about a move, and how it is remembered that they were. */
final class NoticeTexts {

    private static final String HELD = "held:";

    private static final Set<Reason> WORTH_TELLING = Set.of(
            Reason.GATE_APPROVAL,
            Reason.GATE_UNUSED,
            Reason.BUDGET_BURNS,
            Reason.BUDGET_GONE,
            Reason.HARM_BUDGET_GONE,
            Reason.DATA_MISSING,
            Reason.CHANGED_OUTSIDE,
            Reason.UNREADABLE_FLAG,
            Reason.ROLLED_BACK_FOR_GOOD);

    private NoticeTexts() {}

    /** Returns what is recorded together with what will have been told; holds are told once, and anew after the feature moved. */
    static @Nullable Recorded withTold(Situation s, Move move) {
        Recorded after = move.after();
        if (after == null || s.feature().notices().isEmpty()) {
            return after;
        }
        Set<String> told = new HashSet<>();
        String held = heldKey(move.decision());
        for (String key : after.position().told()) {
            if (!key.startsWith(HELD) || !moved(s, after)) {
                told.add(key);
            }
        }
        if (held != null && asksFor(s, NoticeKind.HELD)) {
            told.add(held);
        }
        if (s.recorded() != null && asksFor(s, NoticeKind.DEPRECATION_NOTICE)) {
            dueNotice(s, move, told).ifPresent(notice -> told.add(notice.key()));
        }
        Position p = after.position();
        return told.equals(p.told())
                ? after
                : after.with(
                        new Position(
                                p.version(),
                                p.stage(),
                                p.stageName(),
                                p.kind(),
                                p.since(),
                                p.rolloutSince(),
                                p.retries(),
                                p.cooldownUntil(),
                                p.reason(),
                                p.by(),
                                told),
                        after.flag(),
                        after.specDigest());
    }

    /** Returns the notices of a move, not yet addressed to anyone. */
    static List<Notice> of(Situation s, Move move, @Nullable Recorded before, String occasion) {
        List<Notice> notices = new ArrayList<>();
        for (NoticeKind kind : kinds(s, move, before)) {
            notices.add(notice(s, move, kind, occasion));
        }
        if (before != null) {
            dueNotice(s, move, before.position().told()).ifPresent(due -> notices.add(dated(s, due)));
        }
        return notices;
    }

    /** Nobody is warned of the end of what has ended. */
    private static Optional<DatedNotice> dueNotice(Situation s, Move move, Set<String> told) {
        boolean ended = move.archives() || s.position().kind() == PositionKind.ARCHIVED;
        return ended ? Optional.empty() : DatedNotice.due(DatedNotice.of(s.feature()), told, s.now());
    }

    private static boolean moved(Situation s, Recorded after) {
        return s.before() == null
                || !s.before().position().since().equals(after.position().since());
    }

    /** Returns the same notice for one receiver; its key is the same in every run that tries to deliver it. */
    static Notice addressed(Notice notice, String adapter) {
        return new Notice(
                notice.idempotencyKey() + "/" + adapter,
                notice.kind(),
                notice.time(),
                notice.key(),
                notice.version(),
                notice.owner(),
                notice.summary(),
                notice.facts());
    }

    private static List<NoticeKind> kinds(Situation s, Move move, @Nullable Recorded before) {
        Decision decision = move.decision();
        return switch (decision.kind()) {
            case ADVANCE -> List.of(advanced(s, decision));
            case ROLL_BACK ->
                List.of(decision.reason() == Reason.KILLED_BY_PERSON ? NoticeKind.KILLED : NoticeKind.ROLLED_BACK);
            case PAUSE -> List.of(NoticeKind.PAUSED);
            case CORRECT ->
                List.of(decision.reason() == Reason.ASKED_BY_PERSON ? NoticeKind.RESUMED : NoticeKind.CORRECTED);
            case FINISH ->
                List.of(
                        move.archives()
                                ? NoticeKind.ARCHIVED
                                : decision.stage() < 0 ? NoticeKind.CREATED : NoticeKind.FINISHED);
            case STEADY -> List.of();
            case HOLD -> held(move, before);
        };
    }

    private static NoticeKind advanced(Situation s, Decision decision) {
        Stage stage = s.trajectory().stages().get(decision.stage());
        return switch (stage.kind()) {
            case ROLLOUT, SOAK -> NoticeKind.ADVANCED;
            case DEPRECATED -> NoticeKind.DEPRECATED;
            case PHASE_OUT -> NoticeKind.PHASED_OUT;
            case SUNSET -> NoticeKind.SUNSET;
            case ARCHIVED -> NoticeKind.ARCHIVED;
        };
    }

    private static List<NoticeKind> held(Move move, @Nullable Recorded before) {
        String key = heldKey(move.decision());
        if (before == null) {
            return move.after() == null
                    ? List.of()
                    : key == null ? List.of(NoticeKind.CREATED) : List.of(NoticeKind.CREATED, NoticeKind.HELD);
        }
        return key == null || before.position().told().contains(key) ? List.of() : List.of(NoticeKind.HELD);
    }

    private static @Nullable String heldKey(Decision decision) {
        return decision.kind() == DecisionKind.HOLD && WORTH_TELLING.contains(decision.reason())
                ? HELD + decision.stage() + ":" + decision.reason()
                : null;
    }

    private static boolean asksFor(Situation s, NoticeKind kind) {
        for (NotifyRule rule : s.feature().notices()) {
            if (rule.on().contains(kind)) {
                return true;
            }
        }
        return false;
    }

    private static Notice notice(Situation s, Move move, NoticeKind kind, String occasion) {
        Map<String, String> facts = new LinkedHashMap<>();
        Recorded after = move.after();
        String from =
                s.flag().state() == null ? "0%" : s.flag().state().exposure().toString();
        String to = after == null || move.archives()
                ? "0%"
                : after.flag().exposure().toString();
        if (!from.equals(to)) {
            facts.put("exposure", from + " → " + to);
        }
        facts.put("stage", after == null ? "" : after.position().stageName());
        facts.put("why", move.decision().because());
        if (s.judgement() != null && s.isWatched()) {
            facts.put("evidence", Findings.sentence(s.judgement()));
        }
        Hold hold = move.decision().hold();
        if (hold != null) {
            facts.put("released by", hold.releasedBy());
        }
        facts.values().removeIf(String::isEmpty);
        String words = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        String summary = s.feature().name() + " " + s.feature().version() + " " + words + " in "
                + s.environment().name() + (from.equals(to) ? "" : ": " + from + " → " + to);
        return new Notice(
                occasion + "/" + kind,
                kind,
                s.now(),
                s.key(),
                s.feature().version(),
                s.feature().owner(),
                summary,
                facts);
    }

    private static Notice dated(Situation s, DatedNotice due) {
        String summary = due.text(s.feature().name()) + " (" + s.environment().name() + ")";
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("notice", DurationText.format(due.before()) + " ahead");
        facts.put("exposure", s.known().flag().exposure().toString());
        return new Notice(
                s.key() + "/" + due.key(),
                NoticeKind.DEPRECATION_NOTICE,
                s.now(),
                s.key(),
                s.feature().version(),
                s.feature().owner(),
                summary,
                facts);
    }
}
