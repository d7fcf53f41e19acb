// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.LockedException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.support.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger does. */
public interface LedgerContract {

    Duration MINUTE = Duration.ofMinutes(1);
    FeatureKey CHECKOUT = new FeatureKey("checkout", "production");
    FeatureKey SEARCH = new FeatureKey("search", "staging");

    /** Opens the one ledger of this test once more, as another run would. */
    Ledger open();

    /** The clock that all of them read. */
    TestClock clock();

    static EntryDraft draft(EntryKind kind, @Nullable FeatureKey key, @Nullable String task, @Nullable String state) {
        return new EntryDraft(
                Instant.parse("2026-11-24T13:02:00.000000001Z"), "run-1", "alice", kind, key, task, "{\"b\":1}", state);
    }

    static Lease.Holder holder(String run) {
        return new Lease.Holder(run, "alice", "https://ci.example/" + run, "a1b2c3d", "77c0aa12ffff", "");
    }

    @Test
    default void an_empty_ledger_has_nothing() {
        try (Ledger ledger = open()) {
            assertThat(ledger.serial()).isZero();
            assertThat(ledger.states()).isEmpty();
            assertThat(ledger.openTasks()).isEmpty();
            assertThat(ledger.entries(EntryFilter.all())).isEmpty();
            assertThat(ledger.holder("production")).isEmpty();
            assertThat(ledger.verify()).isEqualTo(new Ledger.Verification(0, EntryHash.GENESIS, List.of()));
        }
    }

    @Test
    default void appended_entries_are_chained_and_come_back_as_they_were() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            EntryDraft odd = new EntryDraft(
                    Instant.parse("2026-11-24T13:02:03.123456789Z"),
                    "läuft\u0000\n",
                    "",
                    EntryKind.DECISION,
                    new FeatureKey("\ud83d\ude80 ", "x'\""),
                    null,
                    "",
                    "null");

            List<Entry> first = ledger.append(lease, List.of(draft(EntryKind.SPEC, CHECKOUT, null, null), odd));
            List<Entry> second = ledger.append(lease, List.of(draft(EntryKind.RUN_ENDED, null, null, null)));

            assertThat(first).extracting(Entry::serial).containsExactly(1L, 2L);
            assertThat(first.get(0).previousHash()).isEqualTo(EntryHash.GENESIS);
            assertThat(second.get(0).previousHash()).isEqualTo(first.get(1).hash());
            assertThat(second.get(0).hash())
                    .isEqualTo(new EntryHash()
                            .of(first.get(1).hash(), 3, second.get(0).draft()));
            List<Entry> all = new ArrayList<>(first);
            all.addAll(second);
            assertThat(ledger.entries(EntryFilter.all())).isEqualTo(all);
            assertThat(ledger.serial()).isEqualTo(3);
            assertThat(ledger.verify())
                    .isEqualTo(new Ledger.Verification(3, second.get(0).hash(), List.of()));
        }
    }

    @Test
    default void nothing_appended_is_nothing_changed() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);

            assertThat(ledger.append(lease, List.of())).isEmpty();

            assertThat(ledger.serial()).isZero();
        }
    }

    @Test
    default void states_are_the_newest_of_each_key() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);

            ledger.append(
                    lease,
                    List.of(
                            draft(EntryKind.DECISION, CHECKOUT, null, "{\"s\":1}"),
                            draft(EntryKind.DECISION, SEARCH, null, "{\"s\":2}"),
                            draft(EntryKind.DECISION, CHECKOUT, null, "{\"s\":3}"),
                            draft(EntryKind.DECISION, CHECKOUT, null, null)));

            assertThat(ledger.states()).containsOnly(entry(CHECKOUT, "{\"s\":3}"), entry(SEARCH, "{\"s\":2}"));
        }
    }

    private static java.util.Map.Entry<FeatureKey, String> entry(FeatureKey key, String state) {
        return java.util.Map.entry(key, state);
    }

    @Test
    default void states_of_an_earlier_time_are_those_of_the_entries_before_it() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(
                    lease,
                    List.of(
                            stated("2026-10-01T10:00:00Z", CHECKOUT, "{\"s\":1}"),
                            stated("2026-10-01T11:00:00Z", SEARCH, "{\"s\":2}"),
                            stated("2026-10-01T12:00:00.5Z", CHECKOUT, "{\"s\":3}"),
                            at("2026-10-01T12:30:00Z", "alice", EntryKind.SPEC, CHECKOUT),
                            // Of a machine whose clock was set back.
                            stated("2026-10-01T10:30:00Z", SEARCH, "{\"s\":4}")));

            assertThat(before(ledger, "2026-10-01T10:00:00Z")).isEmpty();
            assertThat(before(ledger, "2026-10-01T10:00:01Z")).containsExactly(1L);
            assertThat(before(ledger, "2026-10-01T12:00:00Z")).containsExactly(1L, 5L);
            assertThat(before(ledger, "2026-10-01T12:00:01Z")).containsExactly(3L, 5L);
            assertThat(ledger.statesBefore(Instant.parse("2026-11-01T00:00:00Z")))
                    .extracting(entry -> entry.draft().state())
                    .containsExactly("{\"s\":3}", "{\"s\":4}");
        }
    }

    private static List<Long> before(Ledger ledger, String time) {
        return ledger.statesBefore(Instant.parse(time)).stream()
                .map(Entry::serial)
                .toList();
    }

    private static EntryDraft stated(String time, FeatureKey key, String state) {
        return new EntryDraft(Instant.parse(time), "run-1", "alice", EntryKind.DECISION, key, null, "{}", state);
    }

    @Test
    default void states_of_some_keys_are_those_and_no_others() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            List<EntryDraft> drafts = new ArrayList<>();
            for (int i = 0; i < 1200; i++) {
                for (String environment : List.of("staging", "production", "test")) {
                    FeatureKey key = new FeatureKey("feature-" + i, environment);
                    drafts.add(draft(EntryKind.DECISION, key, null, "{\"i\":" + i + "}"));
                }
            }
            ledger.append(lease, drafts);
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < 1100; i++) {
                asked.add("feature-" + i);
            }

            Map<FeatureKey, String> some = ledger.states(List.of("staging", "production"), asked);

            assertThat(some).hasSize(2200).containsEntry(new FeatureKey("feature-1099", "staging"), "{\"i\":1099}");
            assertThat(ledger.states(List.of(), asked)).isEmpty();
            assertThat(ledger.states(List.of("production"), List.of("nobody"))).isEmpty();
            assertThat(ledger.states()).hasSize(3600);
        }
    }

    @Test
    default void a_task_is_open_until_a_later_entry_ends_it() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);

            ledger.append(
                    lease,
                    List.of(
                            draft(EntryKind.TASK_STARTED, CHECKOUT, "t1", null),
                            draft(EntryKind.TASK_STARTED, CHECKOUT, "t2", null),
                            draft(EntryKind.TASK_STARTED, SEARCH, "t3", null),
                            draft(EntryKind.TASK_DONE, CHECKOUT, "t1", null)));
            ledger.append(
                    lease,
                    List.of(
                            draft(EntryKind.TASK_FAILED, SEARCH, "t3", null),
                            draft(EntryKind.TASK_STARTED, CHECKOUT, "t1", null)));

            assertThat(ledger.openTasks()).extracting(Entry::serial).containsExactly(2L, 6L);
        }
    }

    @Test
    default void entries_are_found_by_feature_environment_kind_and_serial() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(
                    lease,
                    List.of(
                            draft(EntryKind.RUN_STARTED, null, null, null),
                            draft(EntryKind.SPEC, CHECKOUT, null, null),
                            draft(EntryKind.DECISION, CHECKOUT, null, null),
                            draft(EntryKind.DECISION, SEARCH, null, null),
                            draft(EntryKind.DECISION, CHECKOUT, null, null)));

            assertThat(serials(ledger, EntryFilter.all().about("checkout").atMost(10)))
                    .containsExactly(2L, 3L, 5L);
            assertThat(serials(ledger, EntryFilter.all().about("checkout").in("staging")))
                    .isEmpty();
            assertThat(serials(ledger, EntryFilter.all().in("staging").atMost(10)))
                    .containsExactly(4L);
            assertThat(serials(
                            ledger, EntryFilter.of(EntryKind.DECISION).behind(3).atMost(10)))
                    .containsExactly(4L, 5L);
            assertThat(serials(ledger, EntryFilter.of(EntryKind.DECISION).atMost(2)))
                    .containsExactly(4L, 5L);
            assertThat(serials(
                            ledger,
                            EntryFilter.of(EntryKind.SPEC)
                                    .about("checkout")
                                    .in("production")
                                    .atMost(1)))
                    .containsExactly(2L);
        }
    }

    @Test
    default void entries_are_read_one_by_one_as_they_are_chosen() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(
                    lease,
                    List.of(
                            at("2026-10-01T00:00:00Z", "alice", EntryKind.SPEC, CHECKOUT),
                            at("2026-10-01T00:00:00.5Z", "bob", EntryKind.DECISION, CHECKOUT),
                            at("2026-10-01T00:00:01Z", "alice", EntryKind.DECISION, SEARCH),
                            at("2026-10-01T00:00:00.9Z", "bob", EntryKind.RUN_ENDED, null)));

            assertThat(chosen(ledger, Set.of(), Set.of(), Set.of(), null, null, 9))
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(chosen(ledger, Set.of("checkout"), Set.of("bob"), Set.of(), null, null, 9))
                    .containsExactly(2L);
            assertThat(chosen(ledger, Set.of("checkout", "search"), Set.of(), Set.of(), null, null, 2))
                    .containsExactly(2L, 3L);
            assertThat(chosen(ledger, Set.of(), Set.of(), Set.of(EntryKind.DECISION, EntryKind.SPEC), null, null, 9))
                    .containsExactly(1L, 2L, 3L);
            assertThat(chosen(ledger, Set.of(), Set.of(), Set.of(), "2026-10-01T00:00:01Z", null, 9))
                    .containsExactly(3L);
            assertThat(chosen(ledger, Set.of(), Set.of(), Set.of(), "2026-10-01T00:00:00Z", "2026-10-01T00:00:01Z", 9))
                    .containsExactly(1L, 2L, 4L);
            List<Long> one = new ArrayList<>();
            ledger.read(EntryFilter.between(1, 2), entry -> one.add(entry.serial()));
            assertThat(one).containsExactly(2L);
        }
    }

    @Test
    default void entries_of_a_rare_kind_are_found_for_many_features_at_once() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(
                    lease,
                    List.of(
                            at("2026-10-01T00:00:00Z", "alice", EntryKind.DATA, CHECKOUT),
                            at("2026-10-01T00:00:01Z", "bob", EntryKind.APPROVED, SEARCH),
                            at("2026-10-01T00:00:02Z", "bob", EntryKind.TASK_DONE, SEARCH),
                            at("2026-10-01T00:00:03Z", "bob", EntryKind.REJECTED, CHECKOUT),
                            at("2026-10-01T00:00:04Z", "bob", EntryKind.DATA, CHECKOUT),
                            at("2026-10-01T00:00:05Z", "bob", EntryKind.DATA, new FeatureKey("cart", "production"))));
            ledger.append(
                    lease,
                    List.of(
                            draft(EntryKind.APPROVED, CHECKOUT, "1.0.0", null),
                            draft(EntryKind.REJECTED, CHECKOUT, "1.1.0", null),
                            draft(EntryKind.APPROVED, SEARCH, "1.0.0", null)));
            Set<String> both = Set.of("checkout", "search");
            EntryFilter words = EntryFilter.of(EntryKind.APPROVED, EntryKind.REJECTED);

            assertThat(serials(ledger, words.about(both))).containsExactly(2L, 4L, 7L, 8L, 9L);
            assertThat(serials(ledger, words.about(both).ofTasks(Set.of("1.0.0"))))
                    .containsExactly(7L, 9L);
            assertThat(serials(ledger, words.about("checkout").ofTasks(Set.of("1.1.0", ""))))
                    .containsExactly(4L, 8L);
            assertThat(serials(ledger, EntryFilter.of(EntryKind.DATA).about(both)))
                    .containsExactly(1L, 5L);
            assertThat(serials(
                            ledger,
                            EntryFilter.of(EntryKind.DATA)
                                    .about(both)
                                    .notBefore(Instant.parse("2026-10-01T00:00:01Z"))))
                    .containsExactly(5L);
            assertThat(serials(
                            ledger,
                            EntryFilter.of(EntryKind.DATA)
                                    .about("checkout")
                                    .through(4)
                                    .atMost(1)))
                    .containsExactly(1L);
        }
    }

    private static List<Long> chosen(
            Ledger ledger,
            Set<String> features,
            Set<String> actors,
            Set<EntryKind> kinds,
            @Nullable String since,
            @Nullable String until,
            long newest) {
        List<Long> serials = new ArrayList<>();
        EntryFilter filter = new EntryFilter(
                features,
                Set.of(),
                actors,
                kinds,
                Set.of(),
                since == null ? null : Instant.parse(since),
                until == null ? null : Instant.parse(until),
                0,
                Long.MAX_VALUE,
                newest);
        ledger.read(filter, entry -> serials.add(entry.serial()));
        return serials;
    }

    private static EntryDraft at(String time, String actor, EntryKind kind, @Nullable FeatureKey key) {
        return new EntryDraft(Instant.parse(time), "run-1", actor, kind, key, null, "{}", null);
    }

    private static List<Long> serials(Ledger ledger, EntryFilter query) {
        return ledger.entries(query).stream().map(Entry::serial).toList();
    }

    @Test
    default void evidence_comes_back_until_it_is_pruned_and_the_chain_holds_before_and_after() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(
                    lease,
                    List.of(
                            decided("2026-10-01T10:00:00Z", "{\"counts\":\"läuft\u0000\"}"),
                            at("2026-10-01T11:00:00Z", "bob", EntryKind.RUN_ENDED, null),
                            decided("2026-10-01T12:00:00Z", "{}"),
                            decided("2026-10-01T11:30:00Z", "{\"counts\":3}")));
            Ledger.Verification before = ledger.verify();
            assertThat(evidence(ledger, 1)).isEqualTo(EntryEvidence.of("{\"counts\":\"läuft\u0000\"}"));

            long through = ledger.lastBefore(Instant.parse("2026-10-01T12:00:00Z"));
            Entry record = ledger.prune(lease, through, entries -> pruned(through, entries))
                    .orElseThrow();

            assertThat(through).isEqualTo(2);
            assertThat(record.serial()).isEqualTo(5);
            assertThat(record.draft().body()).isEqualTo("{\"entries\":1}");
            assertThat(evidence(ledger, 1).json()).isNull();
            assertThat(evidence(ledger, 1).digest())
                    .isEqualTo(EntryEvidence.of("{\"counts\":\"läuft\u0000\"}").digest());
            assertThat(evidence(ledger, 4).json()).isEqualTo("{\"counts\":3}");
            assertThat(before.problems()).isEmpty();
            assertThat(ledger.verify().problems()).isEmpty();
            assertThat(ledger.entry(4).orElseThrow().hash()).isEqualTo(before.headHash());
            assertThat(ledger.prune(lease, through, entries -> pruned(through, entries)))
                    .isEmpty();
            assertThat(ledger.serial()).isEqualTo(5);
        }
    }

    @Test
    default void entries_come_without_their_evidence_where_nobody_needs_it() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(lease, List.of(decided("2026-10-01T10:00:00Z", "{}")));

            List<Entry> whole = ledger.entries(EntryFilter.all());
            List<Entry> brief = ledger.entries(EntryFilter.all().withoutEvidence());

            assertThat(whole.get(0).draft().evidence()).isEqualTo(EntryEvidence.of("{}"));
            assertThat(brief.get(0).draft()).isEqualTo(whole.get(0).draft().withoutEvidence());
            assertThat(brief.get(0).hash()).isEqualTo(whole.get(0).hash());
        }
    }

    @Test
    default void who_has_lost_the_lease_prunes_nothing() {
        try (Ledger ledger = open()) {
            Lease old = ledger.acquire("production", holder("1"), MINUTE);
            ledger.append(old, List.of(decided("2026-10-01T10:00:00Z", "{}")));
            ledger.release(old);

            assertThatThrownBy(() -> ledger.prune(old, 1, entries -> pruned(1, entries)))
                    .isInstanceOf(LockedException.class);
            assertThat(evidence(ledger, 1).json()).isEqualTo("{}");
        }
    }

    @Test
    default void the_last_entry_before_a_time_has_no_later_one_before_it() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            assertThat(ledger.lastBefore(Instant.parse("2026-10-01T00:00:00Z"))).isZero();
            ledger.append(
                    lease,
                    List.of(
                            at("2026-10-01T10:00:00Z", "bob", EntryKind.RUN_ENDED, null),
                            at("2026-10-01T12:00:00.1Z", "bob", EntryKind.RUN_ENDED, null),
                            at("2026-10-01T11:00:00Z", "bob", EntryKind.RUN_ENDED, null)));

            assertThat(ledger.lastBefore(Instant.parse("2026-10-01T10:00:00Z"))).isZero();
            assertThat(ledger.lastBefore(Instant.parse("2026-10-01T12:00:00Z"))).isEqualTo(1);
            assertThat(ledger.lastBefore(Instant.parse("2026-10-01T13:00:00Z"))).isEqualTo(3);
        }
    }

    private static EntryEvidence evidence(Ledger ledger, long serial) {
        EntryEvidence evidence = ledger.entry(serial).orElseThrow().draft().evidence();
        assertThat(evidence).isNotNull();
        return evidence;
    }

    private static EntryDraft decided(String time, String evidence) {
        return new EntryDraft(
                Instant.parse(time),
                "run-1",
                "alice",
                EntryKind.DECISION,
                CHECKOUT,
                null,
                "{}",
                null,
                EntryEvidence.of(evidence));
    }

    private static EntryDraft pruned(long through, long entries) {
        return new EntryDraft(
                Instant.parse("2026-11-01T00:00:00Z"),
                "run-2",
                "alice",
                EntryKind.PRUNED,
                null,
                Long.toString(through),
                "{\"entries\":" + entries + "}",
                null);
    }

    @Test
    default void a_held_lease_is_told_with_its_holder() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease lease = mine.acquire("production", holder("7714"), MINUTE);
            clock().advance(Duration.ofSeconds(20));
            mine.renew(lease, "2 of 9 tasks done", MINUTE);
            clock().advance(Duration.ofSeconds(8));

            assertThatThrownBy(() -> other.acquire("production", holder("8"), MINUTE))
                    .isInstanceOf(LockedException.class)
                    .hasMessage(
                            "production is locked: run 7714, alice, plan 77c0aa12, 2 of 9 tasks done, since 13:00 UTC"
                                    + " (lease renewed 8 s ago), https://ci.example/7714");
            assertThat(other.holder("production")).get().satisfies(held -> {
                assertThat(held.token()).isEqualTo(lease.token());
                assertThat(held.holder().progress()).isEqualTo("2 of 9 tasks done");
                assertThat(held.acquired()).isEqualTo(lease.acquired());
                assertThat(held.renewed()).isEqualTo(lease.acquired().plusSeconds(20));
                assertThat(held.expires()).isEqualTo(lease.acquired().plusSeconds(80));
            });
        }
    }

    @Test
    default void one_scope_never_blocks_another() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease production = mine.acquire("production", holder("1"), MINUTE);

            Lease staging = other.acquire("staging", holder("2"), MINUTE);

            assertThat(staging.token()).isGreaterThan(production.token());
            other.append(staging, List.of(draft(EntryKind.RUN_STARTED, null, null, null)));
            mine.append(production, List.of(draft(EntryKind.RUN_STARTED, null, null, null)));
            assertThat(mine.serial()).isEqualTo(2);
            assertThat(other.verify().problems()).isEmpty();
        }
    }

    @Test
    default void a_scope_excludes_what_contains_it_and_what_is_within_it_and_nothing_else() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease search = mine.acquire("shop/production/search", holder("1"), MINUTE);

            for (String overlapping : List.of("shop", "shop/production", "shop/production/search")) {
                assertThatThrownBy(() -> other.acquire(overlapping, holder("2"), MINUTE))
                        .as(overlapping)
                        .isInstanceOf(LockedException.class)
                        .hasMessageStartingWith("shop/production/search is locked: run 1");
                assertThat(other.holder(overlapping)).as(overlapping).contains(search);
            }
            for (String beside : List.of(
                    "shop/staging",
                    "shop/production/search-2",
                    "shop/production/sear",
                    "shop-2",
                    "blog/production/search")) {
                assertThat(other.holder(beside)).as(beside).isEmpty();
                other.release(other.acquire(beside, holder("2"), MINUTE));
            }
            Lease staging = other.acquire("shop/staging", holder("3"), MINUTE);
            assertThatThrownBy(() -> mine.acquire("shop/staging/search", holder("4"), MINUTE))
                    .isInstanceOf(LockedException.class)
                    .hasMessageStartingWith("shop/staging is locked: run 3");
            assertThat(other.leases()).containsExactly(search, staging);
        }
    }

    @Test
    default void of_several_scopes_all_are_taken_or_none() {
        List<String> wanted = List.of("shop/production/b", "shop/production/a", "shop/production/c");
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease b = other.acquire("shop/production/b", holder("1"), MINUTE);
            assertThatThrownBy(() -> mine.acquire(wanted, holder("2"), MINUTE)).isInstanceOf(LockedException.class);
            assertThat(mine.holder("shop/production/a")).as("none").isEmpty();
            other.release(b);

            Lease all = mine.acquire(wanted, holder("2"), MINUTE);

            assertThat(all.scopes()).containsExactly("shop/production/a", "shop/production/b", "shop/production/c");
            assertThat(other.leases()).containsExactly(all);
            assertThatThrownBy(() -> other.acquire("shop/production/c", holder("3"), MINUTE))
                    .hasMessageStartingWith("shop/production/a and 2 more is locked: run 2");
            assertThat(mine.renew(all, "1 of 3", MINUTE).scopes()).isEqualTo(all.scopes());
            mine.release(all);
            assertThat(other.leases()).isEmpty();
        }
    }

    @Test
    default void whoever_takes_over_a_part_of_a_lease_takes_it_from_its_holder_as_a_whole() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease silent = mine.acquire(List.of("shop/production/a", "shop/production/b"), holder("1"), MINUTE);
            Lease alive = mine.acquire("shop/production/c", holder("1"), MINUTE.multipliedBy(3));
            clock().advance(MINUTE);

            Lease taken = other.acquire("shop/production/b", holder("2"), MINUTE);

            assertThatThrownBy(() -> mine.append(silent, List.of()))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("(token " + silent.token() + ") was lost: now run 2");
            assertThat(other.leases()).containsExactly(alive, taken);
            mine.append(alive, List.of(draft(EntryKind.RUN_STARTED, null, null, null)));
        }
    }

    @Test
    default void a_lease_that_ran_out_is_taken_over_and_its_old_token_no_longer_writes() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease lost = mine.acquire("production", holder("1"), MINUTE);
            clock().advance(MINUTE);
            assertThat(other.holder("production")).isEmpty();

            Lease taken = other.acquire("production", holder("2"), MINUTE);

            assertThat(taken.token()).isGreaterThan(lost.token());
            EntryDraft late = draft(EntryKind.TASK_DONE, CHECKOUT, "t1", null);
            assertThatThrownBy(() -> mine.append(lost, List.of(late)))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("token " + lost.token())
                    .hasMessageContaining("run 2");
            assertThatThrownBy(() -> mine.renew(lost, "", MINUTE)).isInstanceOf(LockedException.class);
            mine.release(lost);
            assertThat(other.holder("production"))
                    .get()
                    .extracting(Lease::token)
                    .isEqualTo(taken.token());
            assertThat(other.serial()).isZero();
        }
    }

    @Test
    default void a_lease_that_ran_out_untaken_still_writes_and_can_be_renewed() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            clock().advance(Duration.ofHours(1));

            ledger.append(lease, List.of(draft(EntryKind.RUN_ENDED, null, null, null)));
            Lease renewed = ledger.renew(lease, "9 of 9 tasks done", MINUTE);

            assertThat(renewed.expires()).isEqualTo(clock().instant().plus(MINUTE));
            assertThat(ledger.holder("production")).contains(renewed);
        }
    }

    @Test
    default void a_lease_that_ran_out_can_be_taken_from_a_silent_holder() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease silent = mine.acquire("production", holder("1"), MINUTE);
            assertThatThrownBy(() -> other.takeOver(silent, holder("2"), MINUTE))
                    .as("in force")
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("run 1");
            clock().advance(MINUTE);
            assertThat(other.leases()).as("nobody took it yet").containsExactly(silent);

            Lease taken = other.takeOver(silent, holder("2"), MINUTE);

            assertThat(other.leases()).containsExactly(taken);
            assertThatThrownBy(() -> mine.append(silent, List.of())).isInstanceOf(LockedException.class);
            assertThatThrownBy(() -> other.takeOver(silent, holder("3"), MINUTE))
                    .as("not there any more")
                    .isInstanceOf(LockedException.class);
            other.release(taken);
            assertThat(other.leases()).isEmpty();
        }
    }

    @Test
    default void a_clock_that_was_set_back_keeps_a_lease_until_a_person_takes_it() {
        try (Ledger mine = open();
                Ledger other = open()) {
            Lease silent = mine.acquire("production", holder("1"), MINUTE);
            clock().advance(Duration.ofHours(-1));

            assertThatThrownBy(() -> other.acquire("production", holder("2"), MINUTE))
                    .as("it cannot be known whether its holder lives")
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("60 min ahead")
                    .hasMessageContaining("flagctl force-unlock " + silent.token());
            Lease taken = other.takeOver(silent, holder("2"), MINUTE);
            other.append(taken, List.of(draft(EntryKind.RUN_ENDED, null, null, null)));

            assertThat(other.leases()).containsExactly(taken);
            assertThat(other.verify().problems()).isEmpty();
        }
    }

    @Test
    default void a_lease_given_back_is_free_and_no_longer_writes() {
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);

            ledger.release(lease);
            ledger.release(lease);

            assertThat(ledger.holder("production")).isEmpty();
            assertThatThrownBy(() -> ledger.append(lease, List.of())).isInstanceOf(LockedException.class);
            assertThat(ledger.acquire("production", holder("2"), MINUTE).token())
                    .as("a token is never given twice")
                    .isGreaterThan(lease.token());
        }
    }

    @Test
    default void of_many_that_ask_at_once_one_gets_the_lease() throws Exception {
        int runs = 6;
        ExecutorService pool = Executors.newFixedThreadPool(runs);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> asked = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                String run = Integer.toString(i);
                asked.add(pool.submit(() -> {
                    start.await();
                    try (Ledger ledger = open()) {
                        ledger.acquire("production", holder(run), MINUTE);
                        return true;
                    } catch (LockedException e) {
                        return false;
                    }
                }));
            }
            start.countDown();

            int winners = 0;
            for (Future<Boolean> each : asked) {
                winners += each.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    default void appends_from_many_threads_make_one_chain() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Ledger ledger = open()) {
            Lease lease = ledger.acquire("production", holder("1"), MINUTE);
            List<Future<?>> appends = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String state = "{\"n\":" + i + "}";
                appends.add(pool.submit(
                        () -> ledger.append(lease, List.of(draft(EntryKind.DECISION, CHECKOUT, null, state)))));
            }
            for (Future<?> append : appends) {
                append.get();
            }

            assertThat(ledger.serial()).isEqualTo(40);
            assertThat(ledger.verify().problems()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }
}
