// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import java.time.Duration;

/**
 * How a worker works.
 *
 * @param poll how often it asks for work when there was none
 * @param executions how many keys it has in hand at once
 * @param batch how many keys of one environment are looked at together, at most
 * @param lanes how many batches go on at once, at least, each with its own connection to the ledger; there is always one more than environments
 * @param deadAfter how long after its last sign of life a worker is taken for dead: others take over its work and its leases
 * @param idle when a key is looked at again for which nothing is due by itself
 * @param retry when a key is looked at again that is locked, or whose services failed
 * @param manifests how often it looks whether manifests were edited
 */
public record WorkerSettings(
        Duration poll,
        int executions,
        int batch,
        int lanes,
        Duration deadAfter,
        Duration idle,
        Duration retry,
        Duration manifests) {

    /** So many signs of life are given in the time after which a worker is taken for dead. */
    static final int SIGNS_OF_LIFE = 6;

    public static WorkerSettings defaults() {
        return new WorkerSettings(
                Duration.ofMillis(500),
                1000,
                500,
                2,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5));
    }

    public WorkerSettings withDeadAfter(Duration time) {
        Duration again = time.compareTo(retry) < 0 ? time : retry;
        return new WorkerSettings(poll, executions, batch, lanes, time, idle, again, manifests);
    }

    public WorkerSettings withIdle(Duration time) {
        return new WorkerSettings(poll, executions, batch, lanes, deadAfter, time, retry, manifests);
    }
}
