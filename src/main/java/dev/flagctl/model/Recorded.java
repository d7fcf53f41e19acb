// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger's fold says about a feature in an environment.
 *
 * @param position where it is
 * @param flag what flagctl last wrote or adopted
 * @param specDigest digest of the spec it was decided for
 * @param clients what is known of the clients that evaluate it
 * @param audiences digest of how the cohorts and regions of the exposure were defined when the flag was written; empty where it has none, or when
 *     that is not known
 */
public record Recorded(Position position, FlagState flag, String specDigest, Clients clients, String audiences) {

    /** Makes a record of a flag whose clients nobody has looked at yet. */
    public Recorded(Position position, FlagState flag, String specDigest) {
        this(position, flag, specDigest, Clients.UNKNOWN, "");
    }

    /** Returns what is recorded after another decision; what is known of clients and audiences stays. */
    public Recorded with(Position other, FlagState otherFlag, String otherSpec) {
        return new Recorded(other, otherFlag, otherSpec, clients, audiences);
    }

    public Recorded withClients(Clients other) {
        return new Recorded(position, flag, specDigest, other, audiences);
    }

    public Recorded withAudiences(String digest) {
        return new Recorded(position, flag, specDigest, clients, digest);
    }

    /** As a record has it, but without a call site that the JVM links at run time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Recorded recorded
                && specDigest.equals(recorded.specDigest)
                && position.equals(recorded.position)
                && clients.bucketing().equals(recorded.clients.bucketing())
                && clients.behind() == recorded.clients.behind()
                && audiences.equals(recorded.audiences)
                && flag.equals(recorded.flag);
    }

    @Override
    public int hashCode() {
        return specDigest.hashCode() * 31 + position.hashCode();
    }
}
