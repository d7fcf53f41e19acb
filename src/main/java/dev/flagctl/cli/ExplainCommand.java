// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.manifest.DiagnosticCode;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.codec.Replay;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.report.Page;
import dev.flagctl.report.explain.FeatureExplanation;
import dev.flagctl.report.history.EntryExplanation;
import dev.flagctl.run.Pruning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Explains a problem's code, an entry of the ledger, or where a feature stands and why. */
final class ExplainCommand implements Command {

    /** How many of its newest entries are shown with a feature. */
    private static final int ENTRIES = 12;

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.EXPLAIN)
                .arguments("CODE|ENTRY|FEATURE", "1", "Code of a problem, serial of an entry, or name of a feature.")
                .argumentWords(codes())
                .values("ENV", "Environment of the feature; may be repeated. Without it: all.", "-e", "--environment")
                .example("flagctl explain FC1042", "what the code means, and what to do; offline")
                .example(
                        "flagctl explain 231",
                        "an entry of flagctl history; 1 when its counts do not give its verdict again, bit for bit")
                .example(
                        "flagctl explain checkout-redesign -e production",
                        "where it stands, why, and what it waits for")
                .ends(ExitCode.FAILED, ExitCode.MANIFEST_INVALID, ExitCode.REFUSED, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String asked = arguments.rest().get(0);
        if (isCode(asked)) {
            session.print(code(asked, session));
            return ExitCode.DONE;
        }
        try (Workspace workspace = Workspace.open(session)) {
            return isNumber(asked)
                    ? entry(Long.parseLong(asked), workspace, session)
                    : feature(asked, arguments, workspace, session);
        }
    }

    private static String code(String asked, Session session) {
        DiagnosticCode code = DiagnosticCode.find(asked)
                .orElseThrow(() ->
                        new UsageException("there is no code \"" + asked + "\"", Suggestion.nearest(asked, codes())));
        Page page = new Page(session.outLooks());
        page.line(code.code() + ": " + code.title()).end();
        page.wrapped(code.explanation()).end();
        return page.toString();
    }

    private static ExitCode entry(long serial, Workspace workspace, Session session) {
        Entry entry = workspace
                .ports()
                .ledger()
                .entry(serial)
                .orElseThrow(() -> new RefusedException(
                        "the ledger has no entry " + serial, "flagctl history shows the newest entries"));
        Map<Long, Replay> replays = replays(List.of(entry));
        session.print(new EntryExplanation(session.outLooks())
                .render(
                        entry,
                        replays.get(serial),
                        Pruning.of(entry, workspace.ports().ledger()).orElse(null),
                        session.surroundings().clock().instant()));
        return ended(replays);
    }

    private static Map<Long, Replay> replays(List<Entry> entries) {
        Map<Long, Replay> replays = new TreeMap<>();
        for (Entry entry : entries) {
            Replay.of(entry.draft().whole()).ifPresent(replay -> replays.put(entry.serial(), replay));
        }
        return replays;
    }

    private static ExitCode ended(Map<Long, Replay> replays) {
        return replays.values().stream().allMatch(Replay::isSame) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static ExitCode feature(String name, Arguments arguments, Workspace workspace, Session session) {
        PlanScope scope = workspace.scope(arguments, List.of(name));
        Plan plan = workspace.tick().plan(scope, event -> {});
        StringBuilder text = new StringBuilder();
        ExitCode code = ExitCode.DONE;
        for (Change change : plan.changes()) {
            EntryFilter query =
                    EntryFilter.all().about(name).in(change.key().environment()).atMost(4L * ENTRIES);
            List<Entry> entries = new ArrayList<>(workspace.ports().ledger().entries(query));
            entries.removeIf(HistoryFilter::isBookkeeping);
            List<Entry> newest = entries.subList(Math.max(0, entries.size() - ENTRIES), entries.size());
            Map<Long, Replay> replays = replays(newest);
            text.append(text.length() == 0 ? "" : "\n");
            text.append(new FeatureExplanation(session.outLooks()).render(change, newest, replays, plan.now()));
            code = code.and(ended(replays));
        }
        session.print(text.toString());
        return code;
    }

    private static boolean isCode(String word) {
        return word.length() > 2 && word.startsWith("FC") && isNumber(word.substring(2));
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.length() < 18 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<String> codes() {
        List<String> codes = new ArrayList<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            codes.add(code.code());
        }
        return codes;
    }
}
