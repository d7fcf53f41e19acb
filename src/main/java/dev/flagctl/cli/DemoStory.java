// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.demo.ExposureCheck;
import dev.flagctl.cli.demo.FlagdEngine;
import dev.flagctl.cli.demo.ShopTraffic;
import dev.flagctl.cli.demo.ShopUsers;
import dev.flagctl.cli.demo.VirtualClock;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Percent;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.Ledger;
import dev.flagctl.report.Format;
import dev.flagctl.report.history.HistoryViews;
import dev.flagctl.report.history.VerificationView;
import dev.flagctl.report.plan.PlanViews;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The acts of the demo. Only the clock and the visitors are make-believe: manifests, plans, flags, evaluation and ledger are real. */
final class DemoStory implements AutoCloseable {

    private static final FeatureKey CHECKOUT = new FeatureKey("checkout-redesign", "production");
    private static final int USERS = 20_000;

    /** Where the regression of 1.0.0 begins to show: under more load than the first stages bring. */
    private static final Percent LOAD = Percent.of(20);

    private final Session session;
    private final VirtualClock clock;
    private final DemoFolder folder;
    private final ShopUsers users = new ShopUsers(USERS);
    private @Nullable FlagdEngine engine;
    private @Nullable ExposureCheck check;
    private @Nullable ShopTraffic traffic;
    private @Nullable LocalDate day;
    private final List<String> notices = new ArrayList<>();

    DemoStory(Session session, Path folder, VirtualClock clock) {
        this.session = session;
        this.clock = clock;
        this.folder = new DemoFolder(folder);
    }

    void tell() {
        folder.create();
        heading("Version 1.0.0 goes out, step by step. Under load it fails every twentieth checkout.");
        folder.write("checkout-redesign.yaml", "checkout-redesign-1.0.0.yaml");
        act(PositionKind.ROLLED_BACK, Duration.ofMinutes(15), 700, 0.05);
        visit(Duration.ofHours(20), 600, 0.01);

        heading("Version 1.0.1 mends it and goes on from where 1.0.0 was taken back to.");
        folder.write("checkout-redesign.yaml", "checkout-redesign-1.0.1.yaml");
        act(PositionKind.DONE, Duration.ofMinutes(30), 500, 0.01);
        visit(Duration.ofDays(5), 600, 0.01);

        heading("A successor is there. Version 1.1.0 says when the feature goes away.");
        folder.write("checkout-redesign.yaml", "checkout-redesign-1.1.0.yaml");
        folder.write("checkout-v3.yaml", "checkout-v3.yaml");
        act(PositionKind.ARCHIVED, Duration.ofDays(1), 200, 0.01);

        heading("Everything that was decided is in the ledger, with who and why, and cannot be altered unseen.");
        audit();
    }

    private void audit() {
        try (Workspace workspace = Workspace.open(session, folder.root(), clock, notices::add)) {
            Ledger ledger = workspace.ports().ledger();
            List<Entry> entries = new ArrayList<>(ledger.entries(EntryFilter.all()));
            entries.removeIf(HistoryFilter::isBookkeeping);
            session.print("$ flagctl history\n"
                    + HistoryViews.of(Format.TEXT, session.outLooks()).text(entries::forEach, clock.instant())
                    + "\n$ flagctl history verify\n"
                    + new VerificationView(session.outLooks()).text(ledger.verify()));
        }
    }

    /** Plays ticks until the feature stands as the act ends. */
    private void act(PositionKind end, Duration step, int visits, double errorsUnderLoad) {
        try (Workspace workspace = Workspace.open(session, folder.root(), clock, notices::add)) {
            PlanScope scope = new PlanScope(List.of("production"), Set.of(), false);
            Plan first = workspace.tick().plan(scope, event -> {});
            session.print("$ flagctl plan\n"
                    + PlanViews.of(Format.TEXT, session.outLooks())
                            .render(first, new Covers(workspace).of(first, null, null))
                    + "\n");
            Recorded recorded = tick(workspace, scope);
            for (int ticks = 0; recorded.position().kind() != end; ticks++) {
                if (ticks > 150) {
                    throw new IllegalStateException("the demo does not come to its end: " + recorded);
                }
                boolean load = recorded.flag().exposure().everyone().compareTo(LOAD) > 0;
                visit(step, visits, load ? errorsUnderLoad : 0.01);
                recorded = tick(workspace, scope);
            }
        }
    }

    private Recorded tick(Workspace workspace, PlanScope scope) {
        List<RunEvent> events = new ArrayList<>();
        RunResult result =
                workspace.tick().apply(scope, workspace.identity(), plan -> plan, events::add, new Cancellation());
        if (result.failed() > 0) {
            throw new IllegalStateException("a task of the demo failed; look into " + folder.root());
        }
        if (!result.plan().due().isEmpty()) {
            tellDay();
            ApplyShow show = new ApplyShow(session, clock);
            events.forEach(show);
            show.end(ExitCode.DONE);
            notices.forEach(line -> session.print("          " + line + "\n"));
            notices.clear();
            result.plan().due().stream()
                    .filter(change -> change.key().equals(CHECKOUT))
                    .forEach(this::tellExposure);
        }
        return recorded(result.plan());
    }

    private void tellDay() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        if (!today.equals(day)) {
            day = today;
            session.print("-- " + today + " --\n");
        }
    }

    private void tellExposure(Change change) {
        if (change.before() != null && change.after() != null && change.before().equals(change.after())) {
            return;
        }
        if (change.after() == null) {
            session.print("          flagd: the flag is gone; the code it guarded can go too\n\n");
            return;
        }
        session.print("          flagd: " + check().line() + "\n\n");
    }

    private static Recorded recorded(Plan plan) {
        for (Change change : plan.changes()) {
            if (change.key().equals(CHECKOUT) && change.recorded() != null) {
                return change.recorded();
            }
        }
        throw new IllegalStateException("the demo lost its feature");
    }

    private void visit(Duration length, int visits, double treatmentErrors) {
        ShopTraffic visitors = traffic;
        if (visitors == null) {
            visitors = new ShopTraffic(engine(), folder.events(), users, 20_270_104L);
            traffic = visitors;
        }
        visitors.visit(clock.instant(), length, visits, treatmentErrors);
        clock.advance(length);
    }

    private ExposureCheck check() {
        ExposureCheck known = check;
        if (known == null) {
            known = new ExposureCheck(engine(), users);
            check = known;
        }
        return known;
    }

    private FlagdEngine engine() {
        FlagdEngine open = engine;
        if (open == null) {
            open = FlagdEngine.open(folder.flags());
            engine = open;
        }
        return open;
    }

    private void heading(String text) {
        session.print("\n" + text + "\n" + "-".repeat(text.length()) + "\n\n");
    }

    @Override
    public void close() {
        if (engine != null && Files.exists(folder.flags())) {
            engine.close();
        }
    }
}
