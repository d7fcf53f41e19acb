// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

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
