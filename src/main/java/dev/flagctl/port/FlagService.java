// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The flag service of an environment.
 *
 * <p>All methods may be called from several threads. Every failure to talk to the other side is an {@link AdapterException}. One that remembers who
 * changed what is a {@link FlagAudit} as well, and one that counts evaluations a {@link FlagUsage}.
 */
public interface FlagService extends AutoCloseable {

    /** Returns what this flag service can express. Makes no call. */
    Capabilities capabilities();

    /**
     * Reads the flags of an environment in as few calls as the vendor allows.
     *
     * @return one entry per given key; an absent flag is {@link ObservedFlag.Presence#ABSENT}, never missing
     */
    Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags);

    /** Lists every flag of an environment, ordered by key, for import and to count what is not managed. */
    List<FoundFlag> list(FlagScope scope);

    /**
     * Carries out writes, less exposure before more, and reads each back.
     *
     * <p>Idempotent: a flag that already serves {@code after} is not touched and counts as done. What {@link FlagSpec#owns()} does not name
     * survives. A write that fails does not keep the others from being tried.
     *
     * @return one outcome per write, in the order given
     */
    List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes);

    /**
     * Looks whether it would work for an environment, without changing anything: reachable, authorised for what flagctl does, version known, clock,
     * limits. Never throws for what it finds.
     */
    List<Check> check(FlagScope scope);

    @Override
    void close();
}
