// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;
import java.util.HashMap;
import java.util.Map;

/**
 * The sum of the values of each user within each bucket, for means whose unit is the user: squares must be taken of what a user did, not of each event.
 * A user counts once in each bucket, so that a closed bucket never changes.
 */
final class UserSums {

    private static final int FEWEST = 16;

    private final QueryTally tally;
    private final boolean treatment;
    private final Map<Long, Table> buckets = new HashMap<>();

    UserSums(QueryTally tally, boolean treatment) {
        this.tally = tally;
        this.treatment = treatment;
    }

    /** Users and sums of one bucket, by open addressing; 0 is no user. */
    private static final class Table {
        private long[] users = new long[FEWEST];
        private double[] sums = new double[FEWEST];
        private int size;
    }

    void add(long user, long millis, double value) {
        Table table = buckets.computeIfAbsent(tally.start(millis), key -> new Table());
        int at = find(table.users, user);
        if (table.users[at] == 0) {
            if (!tally.spend()) {
                buckets.clear();
                return;
            }
            table.users[at] = user;
            table.size++;
        }
        table.sums[at] += value;
        if (table.size * 2 > table.users.length) {
            grow(table);
        }
    }

    /** Adds each user of each bucket as one unit. */
    void addToTally() {
        buckets.forEach((start, table) -> {
            long units = 0;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < table.users.length; i++) {
                if (table.users[i] != 0) {
                    units++;
                    sum += table.sums[i];
                    squares += table.sums[i] * table.sums[i];
                }
            }
            tally.addSums(start, treatment, units, sum, squares);
        });
    }

    private static void grow(Table table) {
        long[] users = new long[table.users.length * 2];
        double[] sums = new double[users.length];
        for (int i = 0; i < table.users.length; i++) {
            if (table.users[i] != 0) {
                int at = find(users, table.users[i]);
                users[at] = table.users[i];
                sums[at] = table.sums[i];
            }
        }
        table.users = users;
        table.sums = sums;
    }

    private static int find(long[] users, long user) {
        int at = (int) user & (users.length - 1);
        while (users[at] != 0 && users[at] != user) {
            at = (at + 1) & (users.length - 1);
        }
        return at;
    }
}
