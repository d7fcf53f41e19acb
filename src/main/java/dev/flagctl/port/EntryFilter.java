// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.FeatureKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted. An empty set means all.
 *
 * @param features names of features
 * @param environments names of environments
 * @param actors who ran
 * @param kinds kinds of entries
 * @param tasks ids of tasks, or versions that words are on; an empty text stands for entries without one
 * @param since not before this time, in whole seconds; null for no bound
 * @param until before this time, in whole seconds; null for no bound
 * @param after only larger serials
 * @param upTo no larger serials
 * @param newest at most this many, the newest ones; above zero
 * @param evidence whether entries come with the JSON of their evidence; without it they come as if it were pruned, and much faster
 */
public record EntryFilter(
        Set<String> features,
        Set<String> environments,
        Set<String> actors,
        Set<EntryKind> kinds,
        Set<String> tasks,
        @Nullable Instant since,
        @Nullable Instant until,
        long after,
        long upTo,
        long newest,
        boolean evidence) {

    /** Chooses entries with their evidence. */
    public EntryFilter(
            Set<String> features,
            Set<String> environments,
            Set<String> actors,
            Set<EntryKind> kinds,
            Set<String> tasks,
            @Nullable Instant since,
            @Nullable Instant until,
            long after,
            long upTo,
            long newest) {
        this(features, environments, actors, kinds, tasks, since, until, after, upTo, newest, true);
    }

    public EntryFilter {
        features = Set.copyOf(features);
        environments = Set.copyOf(environments);
        actors = Set.copyOf(actors);
        kinds = Set.copyOf(kinds);
        tasks = Set.copyOf(tasks);
        since = since == null ? null : since.truncatedTo(ChronoUnit.SECONDS);
        until = until == null ? null : until.truncatedTo(ChronoUnit.SECONDS);
    }

    public static EntryFilter all() {
        return between(0, Long.MAX_VALUE);
    }

    /** Returns what chooses the entries behind a serial, up to and with another one. */
    public static EntryFilter between(long after, long upTo) {
        return new EntryFilter(
                Set.of(),
                Set.of(),
                Set.of(),
                EnumSet.noneOf(EntryKind.class),
                Set.of(),
                null,
                null,
                after,
                upTo,
                Long.MAX_VALUE);
    }

    /** Returns what chooses the entries of one kind, or of several ones. */
    public static EntryFilter of(EntryKind kind, EntryKind... more) {
        return new EntryFilter(
                Set.of(),
                Set.of(),
                Set.of(),
                EnumSet.of(kind, more),
                Set.of(),
                null,
                null,
                0,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
    }

    /** Returns the same choice of the entries about one feature. */
    public EntryFilter about(String feature) {
        return about(Set.of(feature));
    }

    /** Returns the same choice of the entries about some features; all for an empty set. */
    public EntryFilter about(Set<String> some) {
        return new EntryFilter(some, environments, actors, kinds, tasks, since, until, after, upTo, newest, evidence);
    }

    /** Returns the same choice of the entries of some tasks, or of words on some versions; of an empty text those without. */
    public EntryFilter ofTasks(Set<String> some) {
        return new EntryFilter(
                features, environments, actors, kinds, some, since, until, after, upTo, newest, evidence);
    }

    /** Returns the same choice of the entries not before a time. */
    public EntryFilter notBefore(Instant time) {
        return new EntryFilter(
                features, environments, actors, kinds, tasks, time, until, after, upTo, newest, evidence);
    }

    /** Returns the same choice of the entries up to a serial, and with it. */
    public EntryFilter through(long serial) {
        return new EntryFilter(
                features, environments, actors, kinds, tasks, since, until, after, serial, newest, evidence);
    }

    /** Returns the same choice of the entries about one environment. */
    public EntryFilter in(String environment) {
        return new EntryFilter(
                features, Set.of(environment), actors, kinds, tasks, since, until, after, upTo, newest, evidence);
    }

    /** Returns the same choice, of which at most so many are taken, the newest ones. */
    public EntryFilter atMost(long most) {
        return new EntryFilter(features, environments, actors, kinds, tasks, since, until, after, upTo, most, evidence);
    }

    /** Returns the same choice of the entries behind a serial. */
    public EntryFilter behind(long serial) {
        return new EntryFilter(
                features, environments, actors, kinds, tasks, since, until, serial, upTo, newest, evidence);
    }

    /** Returns the same choice, whose entries come without the JSON of their evidence. */
    public EntryFilter withoutEvidence() {
        return new EntryFilter(features, environments, actors, kinds, tasks, since, until, after, upTo, newest, false);
    }

    /** Tells whether an entry is chosen, as far as can be told without the others. */
    public boolean matches(Entry entry) {
        EntryDraft draft = entry.draft();
        FeatureKey key = draft.key();
        return entry.serial() > after
                && entry.serial() <= upTo
                && (features.isEmpty() || (key != null && features.contains(key.feature())))
                && (environments.isEmpty() || (key != null && environments.contains(key.environment())))
                && (actors.isEmpty() || actors.contains(draft.actor()))
                && (kinds.isEmpty() || kinds.contains(draft.kind()))
                && (tasks.isEmpty() || tasks.contains(draft.task() == null ? "" : draft.task()))
                && (since == null || !draft.time().isBefore(since))
                && (until == null || draft.time().isBefore(until));
    }
}
