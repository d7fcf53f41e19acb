// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings together keys of one environment that are due at the same time: the world is read once for all of them.
 *
 * <p>Executions of the scheduler hand their keys in and wait; lanes take them out by the batch. An environment whose services are slow keeps no lane from the
 * others, see {@link Shares}.
 */
final class Batches {

    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A batch that is not full goes on when nothing came for this long: executions are picked together, and come together as fast as threads begin. */
    private static final long MORE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int size;
    private final Map<String, Deque<Look>> waiting = new LinkedHashMap<>();

    /** One lane collects at a time: two would get a half each. */
    private final Set<String> collecting = new HashSet<>();

    private final Shares lanes = new Shares(1);
    private Set<String> environments = Set.of();
    private boolean isStopped;

    /** @param size how many keys make a full batch */
    Batches(int size) {
        this.size = size;
    }

    /** Says which environments there are now, and how many lanes. */
    void among(Set<String> all, int allLanes) {
        lock.lock();
        try {
            environments = Set.copyOf(all);
            lanes.grow(allLanes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A key that somebody waits for.
     *
     * @param version of its row, as it was picked; another one tells that somebody else has it now
     * @param failures how often it failed in a row
     */
    record Look(FeatureKey key, long version, int failures, CompletableFuture<Boolean> isGivenBack) {

        Look(FeatureKey key, long version, int failures) {
            this(key, version, failures, new CompletableFuture<>());
        }
    }

    /**
     * Keys of one environment.
     *
     * @param looks at least one
     */
    record Batch(String environment, List<Look> looks) {}

    /** Waits until the key was looked at; returns whether its row was given back, together with others. Otherwise nobody looked at it, and it is still due. */
    boolean look(Look look) {
        lock.lock();
        try {
            if (isStopped) {
                // Nobody may be left who would answer.
                return false;
            }
            waiting.computeIfAbsent(look.key().environment(), name -> new ArrayDeque<>())
                    .add(look);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return look.isGivenBack().join();
    }

    /** Waits for the next batch, whose lane gives its place back by {@link #end}; empty when nothing came for a moment. */
    Optional<Batch> next() throws InterruptedException {
        lock.lock();
        try {
            long left = FIRST_NANOS;
            Optional<String> environment = ready();
            while (environment.isEmpty() && !isStopped && left > 0) {
                left = changed.awaitNanos(left);
                environment = ready();
            }
            return environment.isEmpty() ? Optional.empty() : batch(environment.get());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Batch> batch(String environment) throws InterruptedException {
        lanes.take(environment, 1);
        collecting.add(environment);
        try {
            List<Look> looks = collect(environment);
            if (looks.isEmpty()) {
                lanes.giveBack(environment);
            }
            return looks.isEmpty() ? Optional.empty() : Optional.of(new Batch(environment, looks));
        } finally {
            collecting.remove(environment);
            changed.signalAll();
        }
    }

    private List<Look> collect(String environment) throws InterruptedException {
        List<Look> looks = new ArrayList<>(size);
        boolean comesMore = true;
        while (comesMore) {
            Deque<Look> come = waiting.getOrDefault(environment, new ArrayDeque<>());
            while (looks.size() < size && !come.isEmpty()) {
                looks.add(come.poll());
            }
            comesMore = looks.size() < size && awaitMore(environment);
        }
        return looks;
    }

    private boolean awaitMore(String environment) throws InterruptedException {
        long left = MORE_NANOS;
        while (waiting(environment) == 0) {
            if (isStopped || left <= 0) {
                return false;
            }
            left = changed.awaitNanos(left);
        }
        return true;
    }

    /** Returns the environment of which a lane may take a batch now; among several the one that had none for the longest time. */
    private Optional<String> ready() {
        for (Map.Entry<String, Deque<Look>> each : waiting.entrySet()) {
            String name = each.getKey();
            if (!each.getValue().isEmpty() && !collecting.contains(name) && lanes.room(name, known(name)) > 0) {
                Deque<Look> looks = waiting.remove(name);
                // Behind all others for the next time.
                waiting.put(name, looks);
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private Set<String> known(String environment) {
        if (environments.contains(environment)) {
            return environments;
        }
        Set<String> more = new HashSet<>(environments);
        more.add(environment);
        return more;
    }

    /** A lane is done with a batch of an environment. */
    void end(String environment) {
        lock.lock();
        try {
            lanes.giveBack(environment);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many keys of an environment no lane has taken yet. */
    int waiting(String environment) {
        lock.lock();
        try {
            return waiting.getOrDefault(environment, new ArrayDeque<>()).size();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return isStopped;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what no lane has begun with: it is due at once for another worker. */
    void stop() {
        lock.lock();
        try {
            isStopped = true;
            for (Deque<Look> looks : waiting.values()) {
                looks.forEach(look -> look.isGivenBack().complete(false));
            }
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
