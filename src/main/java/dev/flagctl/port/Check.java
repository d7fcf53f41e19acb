// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.time.Duration;
import java.util.Optional;

/**
 * One thing that was looked at by {@code flagctl doctor}.
 *
 * @param what what was looked at, such as {@code reachable}, {@code token}, {@code version}, {@code clock}, {@code limits}
 * @param state how it is
 * @param found what was found, with figures; never a secret
 * @param remedy what to do about it; empty when it is fine
 */
public record Check(String what, State state, String found, String remedy) {

    /** How a thing is. */
    public enum State {
        OK,
        /** It works, and somebody should know something. */
        WARNING,
        /** It will not work. */
        FAILED,
        /** It could not be found out. */
        UNKNOWN
    }

    /** How far clocks may be apart before somebody should know: closed buckets are asked for by this machine's clock, and bakes counted by it. */
    private static final Duration TOLERABLE_SKEW = Duration.ofSeconds(10);

    /**
     * Says how the clock of the other side compares with this one.
     *
     * @param ahead how far the other side is ahead, negative when it is behind; empty when its answers have no time
     */
    public static Check clock(Optional<Duration> ahead) {
        return ahead.map(Check::clock).orElse(unknown("clock", "its answers have no date"));
    }

    /** Says how the clock of the other side compares with this one, by how far it is ahead; negative when it is behind. */
    public static Check clock(Duration ahead) {
        if (ahead.isZero()) {
            return ok("clock", "its clock and this one agree");
        }
        String found = "its clock is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead");
        return ahead.abs().compareTo(TOLERABLE_SKEW) <= 0
                ? ok("clock", found)
                : warning("clock", found, "let both machines ask a time server");
    }

    public static Check ok(String what, String found) {
        return new Check(what, State.OK, found, "");
    }

    public static Check warning(String what, String found, String remedy) {
        return new Check(what, State.WARNING, found, remedy);
    }

    public static Check failed(String what, String found, String remedy) {
        return new Check(what, State.FAILED, found, remedy);
    }

    public static Check unknown(String what, String found) {
        return new Check(what, State.UNKNOWN, found, "");
    }
}
