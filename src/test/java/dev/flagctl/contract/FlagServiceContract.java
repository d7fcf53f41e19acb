// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What every flag service does. */
public interface FlagServiceContract {

    FlagScope SCOPE = new FlagScope(
            new Environment("production", "flags", null, false, List.of("eu-west", "us-east"), null),
            Map.of(
                    "employees",
                    new Cohort(
                            "employees",
                            true,
                            List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.example"))))),
            "region");

    /** The same project after somebody moved the employees to another domain. */
    FlagScope REDEFINED = new FlagScope(
            SCOPE.environment(),
            Map.of(
                    "employees",
                    new Cohort(
                            "employees",
                            true,
                            List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.test"))))),
            "region");

    /** A share of a cohort. */
    Exposure PART = Exposure.of(Audience.cohort("employees"), Percent.of(30.0));

    /** Opens the flag service of this test once more, as another run would. At first it has no flag. */
    FlagService open();

    static FlagSpec spec(String key) {
        return spec(key, "targetingKey");
    }

    /** Returns the spec of a flag whose manifest buckets by {@code unit}. */
    static FlagSpec spec(String key, String unit) {
        return new FlagSpec(
                key, new Serve("on", "off"), Set.of(Owns.EXPOSURE, Owns.VARIANTS), "For the contract", unit);
    }

    /**
     * Returns something that is different after anything was changed at the other side, even to what it was: how many changing calls a server has
     * seen, or when a file was replaced.
     */
    Object changes();

    /** Returns the state of a boolean flag, with a salt of its own where one can be chosen. */
    default FlagState state(String key, Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", exposure, "targetingKey", saltOf(key));
    }

    /**
     * How control groups may be named and what they may be served: flag services lay variants by their names, their order, or their values.
     *
     * @param names of treatment, rest and control
     * @param treated value of the treatment
     * @param others value of rest and control
     */
    record Arms(List<String> names, Object treated, Object others) {

        static final List<Arms> ALL = List.of(
                new Arms(List.of("on", "off", "control"), true, false),
                new Arms(List.of("on", "off", "control"), "new", "old"),
                new Arms(List.of("blue", "grey", "violet"), "new", "old"),
                new Arms(List.of("grey", "violet", "blue"), "new", "old"));

        FlagSpec spec(String key) {
            Serve serve = new Serve(names.get(0), names.get(2), names.get(1));
            return new FlagSpec(key, serve, Set.of(Owns.EXPOSURE, Owns.VARIANTS), "For the contract");
        }

        /** Returns the state of a flag that keeps a control group, where the exposure leaves anybody for it. */
        FlagState state(Exposure exposure, String salt) {
            Map<String, Object> variants = new LinkedHashMap<>();
            variants.put(names.get(0), treated);
            variants.put(names.get(1), others);
            variants.put(names.get(2), others);
            return new FlagState(variants, names.get(0), names.get(1), names.get(2), exposure, "targetingKey", salt);
        }
    }

    /** Returns a salt that the flag service can have for a flag. */
    default String saltOf(String key) {
        try (FlagService flags = open()) {
            return flags.capabilities().anySalt() ? "salt-1" : key;
        }
    }

    static Exposure percent(double percent) {
        return Exposure.of(Percent.of(percent));
    }

    static ObservedFlag read(FlagService flags, String key) {
        return read(flags, spec(key));
    }

    static ObservedFlag read(FlagService flags, FlagSpec spec) {
        return flags.read(SCOPE, List.of(spec)).get(spec.key());
    }

    static WriteOutcome write(FlagService flags, String key, @Nullable FlagState before, @Nullable FlagState after) {
        String unit = after == null ? "targetingKey" : after.unit();
        return flags.write(SCOPE, List.of(new FlagWrite(spec(key, unit), before, after)))
                .get(0);
    }

    @Test
    default void a_flag_that_is_not_there_is_absent_and_never_missing() {
        try (FlagService flags = open()) {
            Map<String, ObservedFlag> observed = flags.read(SCOPE, List.of(spec("one"), spec("two")));

            assertThat(observed).containsOnlyKeys("one", "two");
            assertThat(observed.values()).extracting(ObservedFlag::presence).containsOnly(Presence.ABSENT);
            assertThat(flags.list(SCOPE)).isEmpty();
        }
    }

    @Test
    default void a_control_group_as_large_as_the_treatment_is_read_by_another_run_and_goes_again() {
        Arms arms = Arms.ALL.stream()
                .filter(each -> keeps(each.state(percent(10), saltOf("checkout"))))
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(arms != null, "it keeps none, and refuses them: see the next case");
        List<Exposure> exposures = List.of(
                Exposure.NONE,
                percent(10),
                percent(50),
                percent(75),
                PART.union(percent(1)),
                PART,
                percent(20),
                percent(49),
                Exposure.ALL,
                percent(3),
                Exposure.NONE);
        FlagState before = null;
        for (Exposure exposure : exposures) {
            FlagState wanted = arms.state(exposure, saltOf("checkout"));
            if (!keeps(wanted)) {
                continue;
            }
            keep(arms.spec("checkout"), before, wanted);
            keep(arms.spec("checkout"), wanted, wanted.withoutControl());
            keep(arms.spec("checkout"), wanted.withoutControl(), wanted);
            before = wanted;
        }
    }

    private boolean keeps(FlagState state) {
        try (FlagService flags = open()) {
            boolean partial = state.exposure().slices().stream()
                    .allMatch(each -> each.audience().isEveryone()
                            || flags.capabilities().audiences().partial());
            return partial && flags.capabilities().controlRefusal(state).isEmpty();
        }
    }

    /** Writes it in one run, twice, and reads it in another. */
    private void keep(FlagSpec spec, @Nullable FlagState before, FlagState wanted) {
        try (FlagService flags = open()) {
            FlagWrite write = new FlagWrite(spec, before, wanted);
            assertThat(flags.write(SCOPE, List.of(write)).get(0).failure())
                    .as("%s", wanted)
                    .isNull();
            Object changes = changes();
            assertThat(flags.write(SCOPE, List.of(write)).get(0).failure())
                    .as("%s again", wanted)
                    .isNull();
            assertThat(changes()).as("nothing was changed again").isEqualTo(changes);
        }
        try (FlagService another = open()) {
            assertThat(read(another, spec).unreadable()).as("%s", wanted).isEmpty();
            assertThat(read(another, spec).state()).isEqualTo(wanted);
        }
    }

    @Test
    default void every_control_group_is_kept_as_asked_or_refused_before_anything_is_written() {
        int flag = 0;
        for (Arms arms : Arms.ALL) {
            for (Exposure exposure : List.of(percent(10), percent(75))) {
                String key = "flag-" + flag++;
                FlagState wanted = arms.state(exposure, saltOf(key));
                if (keeps(wanted)) {
                    keep(arms.spec(key), null, wanted);
                } else {
                    refuse(arms.spec(key), wanted);
                }
            }
        }
    }

    private void refuse(FlagSpec spec, FlagState wanted) {
        FlagSpec plain = spec("plain-" + spec.key());
        FlagWrite beside = new FlagWrite(plain, null, state(plain.key(), percent(10)));
        try (FlagService flags = open()) {
            List<WriteOutcome> outcomes = flags.write(SCOPE, List.of(new FlagWrite(spec, null, wanted), beside));

            assertThat(outcomes.get(0).failure()).as("%s", wanted).isNotNull().satisfies(failure -> {
                assertThat(failure.failure()).isEqualTo(AdapterException.Failure.REFUSED);
                assertThat(failure).hasMessageContaining(flags.capabilities().controlRefusal(wanted));
            });
            assertThat(outcomes.get(1).failure()).as("others are written").isNull();
            assertThat(read(flags, spec).presence()).isEqualTo(Presence.ABSENT);
        }
    }

    @Test
    default void what_was_written_is_read_by_another_run() {
        FlagState wanted = state("checkout", percent(10));
        try (FlagService flags = open()) {
            assertThat(write(flags, "checkout", null, wanted).failure()).isNull();
        }

        try (FlagService flags = open()) {
            assertThat(read(flags, "checkout")).isEqualTo(ObservedFlag.present("checkout", wanted));
        }
    }

    @Test
    default void every_share_on_the_way_up_and_down_is_read_back() {
        try (FlagService flags = open()) {
            FlagState before = null;
            for (double share : new double[] {0, 1, 25, 50, 100, 99, 50, 0}) {
                FlagState after = state("checkout", percent(share));

                assertThat(write(flags, "checkout", before, after).failure()).isNull();
                assertThat(read(flags, "checkout").state()).isEqualTo(after);
                before = after;
            }
        }
    }

    @Test
    default void the_smallest_step_it_declares_is_kept_exactly() {
        try (FlagService flags = open()) {
            FlagState smallest =
                    state("checkout", Exposure.of(flags.capabilities().step()));

            write(flags, "checkout", null, smallest);

            assertThat(read(flags, "checkout").state()).isEqualTo(smallest);
        }
    }

    @Test
    default void cohorts_and_regions_are_read_back_where_it_can_tell_them_apart() {
        try (FlagService flags = open()) {
            Assumptions.assumeTrue(
                    flags.capabilities().cohorts()
                            && flags.capabilities().regions()
                            && flags.capabilities().audiences().partial(),
                    "this flag service cannot tell shares of cohorts or regions apart, and says so");
            FlagState wanted = state(
                    "checkout",
                    Exposure.of(Audience.cohort("employees"), Percent.ALL)
                            .union(Exposure.of(Audience.region("eu-west"), Percent.of(10.0)))
                            .union(Exposure.of(new Audience("employees", "us-east"), Percent.of(50.0)))
                            .union(percent(1)));

            write(flags, "checkout", null, wanted);

            assertThat(read(flags, "checkout").state()).isEqualTo(wanted);
        }
    }

    @Test
    default void a_cohort_that_is_defined_anew_is_written_and_read_back_as_it_is_now() {
        try (FlagService flags = open()) {
            Assumptions.assumeTrue(flags.capabilities().cohorts(), "this flag service has no cohorts");
            Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
            List<String> keys = List.of("checkout", "search");
            keys.forEach(key -> write(flags, key, null, state(key, employees)));
            List<FlagSpec> specs = keys.stream().map(FlagServiceContract::spec).toList();

            Map<String, ObservedFlag> otherwise = flags.read(REDEFINED, specs);
            assertThat(otherwise.values())
                    .extracting(each -> String.valueOf(each.state()))
                    .as("whom it serves is known, and that they are not those of the manifest")
                    .allSatisfy(each -> assertThat(each).contains("employees (defined otherwise)"));

            List<FlagWrite> writes = specs.stream()
                    .map(spec -> new FlagWrite(spec, otherwise.get(spec.key()).state(), state(spec.key(), employees)))
                    .toList();
            assertThat(flags.write(REDEFINED, writes)).allMatch(outcome -> outcome.failure() == null);
            Object before = changes();

            assertThat(flags.write(REDEFINED, writes)).allMatch(outcome -> outcome.failure() == null);
            assertThat(changes()).as("nothing was changed again").isEqualTo(before);
            assertThat(flags.read(REDEFINED, specs).values())
                    .extracting(ObservedFlag::state)
                    .containsExactlyInAnyOrder(state("checkout", employees), state("search", employees));
            assertThat(read(flags, "checkout").state().exposure()).hasToString("employees (defined otherwise)");
        }
    }

    @Test
    default void during_a_phase_out_the_successor_is_served_to_those_who_left() {
        try (FlagService flags = open()) {
            Assumptions.assumeTrue(flags.capabilities().anyVariants(), "this flag service serves on and off only");
            Map<String, Object> variants = Map.of("on", "old", "off", "none", "next", "new");
            String unit = flags.capabilities().anyUnit() ? "userId" : "targetingKey";
            FlagState full = new FlagState(variants, "on", "off", Exposure.ALL, unit, saltOf("checkout"));
            write(flags, "checkout", null, full);

            FlagState leaving = full.withRest("next").withExposure(percent(75));
            write(flags, "checkout", full, leaving);
            assertThat(read(flags, spec("checkout", unit)).state()).isEqualTo(leaving);

            FlagState gone = leaving.withExposure(Exposure.NONE);
            write(flags, "checkout", leaving, gone);
            assertThat(read(flags, spec("checkout", unit)).state()).isEqualTo(gone);
        }
    }

    @Test
    default void writing_the_same_twice_is_writing_it_once() {
        FlagState wanted = state("checkout", percent(10));
        try (FlagService flags = open()) {
            write(flags, "checkout", null, wanted);
            Object before = changes();

            assertThat(write(flags, "checkout", null, wanted).failure()).isNull();
            assertThat(write(flags, "checkout", wanted, wanted).failure()).isNull();
            assertThat(changes()).as("nothing was changed again").isEqualTo(before);
            assertThat(read(flags, "checkout").state()).isEqualTo(wanted);
        }
    }

    @Test
    default void a_flag_at_its_end_is_marked_for_people_and_serves_what_it_did() {
        FlagState wanted = state("checkout", percent(10));
        try (FlagService flags = open()) {
            Assumptions.assumeTrue(flags.capabilities().marksEnding(), "this flag service has no such mark");
            write(flags, "checkout", null, wanted);
            assertThat(read(flags, "checkout").ending()).isFalse();

            assertThat(mark(flags, wanted, wanted, EndMark.SET).failure()).isNull();
            assertThat(read(flags, "checkout"))
                    .isEqualTo(ObservedFlag.present("checkout", wanted).marked(true));
            Object before = changes();
            assertThat(mark(flags, wanted, wanted, EndMark.SET).failure()).isNull();
            assertThat(changes()).as("nothing was changed again").isEqualTo(before);

            FlagState leaving = state("checkout", percent(5));
            assertThat(mark(flags, wanted, leaving, EndMark.LEFT).failure()).isNull();
            assertThat(read(flags, "checkout"))
                    .as("what others marked stays")
                    .isEqualTo(ObservedFlag.present("checkout", leaving).marked(true));

            assertThat(mark(flags, leaving, wanted, EndMark.CLEARED).failure()).isNull();
            assertThat(read(flags, "checkout")).isEqualTo(ObservedFlag.present("checkout", wanted));
        }
    }

    private static WriteOutcome mark(FlagService flags, FlagState before, FlagState after, EndMark mark) {
        return flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), before, after, mark)))
                .get(0);
    }

    @Test
    default void a_flag_that_somebody_changed_meanwhile_is_not_overwritten() {
        try (FlagService flags = open()) {
            write(flags, "checkout", null, state("checkout", percent(10)));
            write(flags, "checkout", state("checkout", percent(10)), state("checkout", percent(5)));

            AdapterException failure = write(
                            flags, "checkout", state("checkout", percent(10)), state("checkout", percent(25)))
                    .failure();

            assertThat(failure).isNotNull();
            assertThat(failure.failure()).isEqualTo(AdapterException.Failure.REFUSED);
            assertThat(failure).hasMessageContaining("exposure").hasMessageContaining("5%");
            assertThat(read(flags, "checkout").state()).isEqualTo(state("checkout", percent(5)));
        }
    }

    @Test
    default void a_flag_that_vanished_or_appeared_meanwhile_is_refused() {
        try (FlagService flags = open()) {
            write(flags, "there", null, state("there", percent(10)));

            assertThat(write(flags, "gone", state("gone", percent(10)), state("gone", percent(25)))
                            .failure())
                    .isNotNull();
            assertThat(write(flags, "there", null, state("there", percent(25))).failure())
                    .isNotNull();
            assertThat(read(flags, "there").state()).isEqualTo(state("there", percent(10)));
            assertThat(read(flags, "gone").presence()).isEqualTo(Presence.ABSENT);
        }
    }

    @Test
    default void one_write_that_fails_does_not_keep_the_others_from_being_tried() {
        try (FlagService flags = open()) {
            write(flags, "b", null, state("b", percent(10)));

            List<WriteOutcome> outcomes = flags.write(
                    SCOPE,
                    List.of(
                            new FlagWrite(spec("a"), null, state("a", percent(1))),
                            new FlagWrite(spec("b"), state("b", percent(99)), state("b", percent(100))),
                            new FlagWrite(spec("c"), null, state("c", percent(3)))));

            assertThat(outcomes).extracting(WriteOutcome::key).containsExactly("a", "b", "c");
            assertThat(outcomes)
                    .extracting(outcome -> outcome.failure() == null)
                    .containsExactly(true, false, true);
            assertThat(read(flags, "a").state()).isEqualTo(state("a", percent(1)));
            assertThat(read(flags, "c").state()).isEqualTo(state("c", percent(3)));
        }
    }

    @Test
    default void an_archived_flag_serves_nothing_and_archiving_twice_is_archiving_once() {
        try (FlagService flags = open()) {
            write(flags, "checkout", null, state("checkout", Exposure.NONE));
            write(flags, "search", null, state("search", percent(10)));

            WriteOutcome archived = write(flags, "checkout", state("checkout", Exposure.NONE), null);

            assertThat(archived.failure()).isNull();
            assertThat(archived.receipt()).as("the ledger keeps what was there").isNotEmpty();
            ObservedFlag observed = read(flags, "checkout");
            assertThat(observed.state()).isNull();
            assertThat(observed.presence())
                    .isEqualTo(flags.capabilities().archives() ? Presence.ARCHIVED : Presence.ABSENT);
            assertThat(write(flags, "checkout", state("checkout", Exposure.NONE), null)
                            .failure())
                    .isNull();
            assertThat(read(flags, "search").state()).isEqualTo(state("search", percent(10)));
        }
    }

    @Test
    default void a_flag_that_still_serves_someone_else_than_planned_is_not_archived() {
        try (FlagService flags = open()) {
            write(flags, "checkout", null, state("checkout", percent(10)));

            assertThat(write(flags, "checkout", state("checkout", Exposure.NONE), null)
                            .failure())
                    .isNotNull();
            assertThat(read(flags, "checkout").state()).isEqualTo(state("checkout", percent(10)));
        }
    }

    @Test
    default void all_flags_are_listed_by_key_for_import() {
        try (FlagService flags = open()) {
            write(flags, "b", null, state("b", percent(10)));
            write(flags, "a", null, state("a", Exposure.NONE));

            List<FoundFlag> found = flags.list(SCOPE);

            assertThat(found).extracting(FoundFlag::key).containsExactly("a", "b");
            assertThat(found.get(0).variants()).containsEntry("on", true).containsEntry("off", false);
            assertThat(found.get(0).served()).isEqualTo("off");
            assertThat(found).extracting(FoundFlag::hasRules).containsExactly(false, true);
            assertThat(found).extracting(FoundFlag::enabled).containsOnly(true);
        }
    }

    @Test
    default void many_flags_are_written_and_read_together() {
        try (FlagService flags = open()) {
            List<FlagWrite> writes = new ArrayList<>();
            List<FlagSpec> specs = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                specs.add(spec("flag-" + i));
                writes.add(new FlagWrite(spec("flag-" + i), null, state("flag-" + i, percent(i % 101))));
            }

            List<WriteOutcome> outcomes = flags.write(SCOPE, writes);

            assertThat(outcomes).hasSize(300).allMatch(outcome -> outcome.failure() == null);
            Map<String, ObservedFlag> observed = flags.read(SCOPE, specs);
            for (int i = 0; i < 300; i++) {
                assertThat(observed.get("flag-" + i).state()).isEqualTo(state("flag-" + i, percent(i % 101)));
            }
        }
    }

    @Test
    default void its_bucketing_gives_each_user_one_place_and_spreads_them_evenly() {
        try (FlagService flags = open()) {
            Bucketing bucketing = flags.capabilities().bucketing();
            int below = 0;
            for (int i = 0; i < 10_000; i++) {
                double place = bucketing.place("checkout", "salt-1", "user-" + i);

                assertThat(place).isGreaterThanOrEqualTo(0).isLessThan(1);
                assertThat(bucketing.place("checkout", "salt-1", "user-" + i)).isEqualTo(place);
                below += place < 0.25 ? 1 : 0;
            }

            // Four standard deviations of 10,000 fair places.
            assertThat(below).isBetween(2_500 - 173, 2_500 + 173);
            assertThat(bucketing.name()).isNotBlank();
        }
    }

    @Test
    default void nothing_is_wrong_with_it_when_it_is_looked_at() {
        try (FlagService flags = open()) {
            Object before = changes();

            List<Check> checks = flags.check(SCOPE);

            assertThat(checks).isNotEmpty().noneMatch(check -> check.state() == Check.State.FAILED);
            assertThat(changes()).as("looking changes nothing").isEqualTo(before);
        }
    }
}
