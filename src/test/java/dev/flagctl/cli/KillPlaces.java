// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.support.CutLine;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.Gate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The places at which a run can be killed: each call of the flag service, each notice, and each write of the ledger. They are counted over all of them in
 * the order in which the run comes to them; one is chosen, and the run is killed right before the other side gets what is sent there, right after the other
 * side did its work, or some moment later while all goes on.
 */
final class KillPlaces implements AutoCloseable {

    /** On which side of a call the process is killed. */
    enum Side {
        BEFORE,
        AFTER,
        LATER
    }

    /** What can be called there. */
    enum Place {
        FLAGS,
        NOTICE,
        LEDGER
    }

    /**
     * Where a run shall be killed.
     *
     * @param number of the place, from 1
     * @param micros how much later, for {@link Side#LATER}
     */
    record Aim(int number, Side side, int micros) {

        private static final List<Side> SIDES = List.of(Side.values());

        /** Returns one of the first places, on some side, at some moment. */
        static Aim random(SplittableRandom random, int most, int longestMicros) {
            return new Aim(
                    1 + random.nextInt(most), SIDES.get(random.nextInt(SIDES.size())), random.nextInt(longestMicros));
        }
    }

    final FaultProxy flags;
    final FaultProxy chat;
    final CutLine line;
    final Gate gate = new Gate(this::passes);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Aim aim;
    private volatile @Nullable FlagctlProcess process;
    private @Nullable Place hit;
    private boolean isHere;
    private int count;

    /**
     * @param flags where the flag service listens
     * @param chat where the receiver of notices listens
     * @param postgres port of the ledger's server
     */
    KillPlaces(String flags, String chat, int postgres) {
        this.flags = new FaultProxy(flags);
        this.chat = new FaultProxy(chat);
        this.line = new CutLine(postgres);
    }

    /** Something that starts a process. */
    interface Start {
        FlagctlProcess process() throws java.io.IOException;
    }

    /** Starts a process that is killed where it is aimed at, and waits for its end; returns where that was, or null when it ended before by itself. */
    @Nullable
    Place run(Aim aimed, Start start) throws Exception {
        synchronized (this) {
            aim = aimed;
            hit = null;
            isHere = false;
            count = 0;
        }
        watch(flags, Place.FLAGS, aimed);
        watch(chat, Place.NOTICE, aimed);
        line.stopAt("COMMIT", () -> stopsAt(Place.LEDGER), aimed.side() == Side.AFTER, this::kill);
        FlagctlProcess started;
        synchronized (this) {
            started = start.process();
            process = started;
        }
        started.process().onExit().get(2, TimeUnit.MINUTES);
        return rest();
    }

    /** Kills nothing any more; returns what was hit. */
    private @Nullable Place rest() {
        flags.reset();
        chat.reset();
        line.stopAt("", () -> false, false, () -> {});
        synchronized (this) {
            aim = null;
            return hit;
        }
    }

    private void watch(FaultProxy proxy, Place place, Aim aimed) {
        boolean after = aimed.side() == Side.AFTER;
        proxy.whenLost(this::kill);
        proxy.fault(
                seen -> {
                    boolean stops = stopsAt(place);
                    if (stops && !after) {
                        kill();
                    }
                    return stops;
                },
                after ? Fault.RESET_AFTER : Fault.RESET_BEFORE,
                1);
    }

    /** Counts a place, and tells whether the call there is to be stopped. */
    private synchronized boolean stopsAt(Place place) {
        Aim aimed = aim;
        if (aimed == null || ++count != aimed.number()) {
            return false;
        }
        hit = place;
        if (aimed.side() == Side.LATER) {
            var unused = timer.schedule(this::kill, aimed.micros(), TimeUnit.MICROSECONDS);
            return false;
        }
        return true;
    }

    private synchronized boolean passes(boolean before) {
        Aim aimed = aim;
        if (before) {
            isHere = stopsAt(Place.LEDGER);
        }
        boolean kills = isHere && aimed != null && before == (aimed.side() == Side.BEFORE);
        if (kills) {
            kill();
            isHere = false;
        }
        return !kills;
    }

    private void kill() {
        FlagctlProcess running = process;
        if (running != null) {
            running.process().destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        gate.close();
        List.of(flags, chat).forEach(FaultProxy::close);
        line.close();
    }
}
