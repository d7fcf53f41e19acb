// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One write on its way: it looks at what was read, says what is to be done next, and ends when what was read is as wanted.
 *
 * <p>What was sent is never taken for done: only what is read afterwards counts. So an answer that was lost needs no special case.
 */
final class PendingWrite {

    /** How often a write may meet a fault that may pass. */
    private static final int MOST_FAULTS = 3;

    private final FlagWrite write;
    private final FlagSpec spec;
    private final AdminApi api;
    private final FlagCalls calls;
    private final AudienceRules rules;

    private @Nullable WriteOutcome outcome;
    private Runnable next = () -> {};
    private String receipt = "";
    private boolean began;
    private boolean isToCompare = true;
    private boolean isTaken;
    private boolean sent;
    private boolean staysElsewhere;
    private @Nullable UnleashFlag seen;
    private boolean isUntagged;
    private boolean isTagTried;
    private @Nullable AdapterException fault;
    private int faults;

    PendingWrite(FlagWrite write, AdminApi api, String environment, AudienceRules rules) {
        this.write = write;
        this.spec = write.spec();
        this.api = api;
        this.calls = new FlagCalls(api, environment, write.spec().key());
        this.rules = rules;
    }

    String key() {
        return spec.key();
    }

    boolean isLess() {
        return StrategyChanges.isLess(write.before(), write.after());
    }

    boolean isOpen() {
        return outcome == null;
    }

    /** Tells whether the last step met a fault that may pass, so that one should wait before the next. */
    boolean stumbled() {
        return isOpen() && fault != null;
    }

    /** Tells whether it changed a flag that, when it was last looked at, did not have flagctl's tag. Nothing is tagged that was not written. */
    boolean isToTag() {
        WriteOutcome known = outcome;
        return began && isUntagged && !isTagTried && (known == null || known.failure() == null);
    }

    /**
     * Says that it was tried to tag the flag. A tag helps people to find it; whom it serves does not hang on that, so no write fails for it.
     *
     * @param complaint why it has no tag, for the ledger; empty when it has
     */
    void tagged(String complaint) {
        isTagTried = true;
        receipt = complaint;
        if (outcome != null) {
            outcome = WriteOutcome.done(key(), receipt);
        }
    }

    /** Tells whether the flag serves what is wanted, and only its mark as stale is not yet so. */
    boolean isToMark(boolean stale) {
        WriteOutcome known = outcome;
        UnleashFlag flag = seen;
        return known != null
                && known.failure() == null
                && write.after() != null
                && flag != null
                && write.mark() == (stale ? EndMark.SET : EndMark.CLEARED)
                && write.mark().changes(flag.stale());
    }

    /**
     * Looks whether the mark is as wanted. What else was written is done all the same: nobody is served otherwise for a mark, and the next plan sees that
     * it is missing.
     *
     * @param fault what happened on the way, or null
     */
    void marked(@Nullable UnleashFlag flag, @Nullable AdapterException fault) {
        if (flag != null && !write.mark().changes(flag.stale())) {
            return;
        }
        AdapterException failure =
                fault != null ? fault : refused("its mark as stale was changed, and reads otherwise");
        outcome = began
                ? WriteOutcome.done(key(), "written, but its mark as stale is not: " + failure.sentence())
                : WriteOutcome.failed(key(), failure);
    }

    WriteOutcome outcome() {
        WriteOutcome known = outcome;
        if (known == null) {
            throw new IllegalStateException(key() + " is still under way");
        }
        return known;
    }

    /** Looks at what was read, and ends or makes up its mind about the next step. */
    void look(@Nullable UnleashFlag flag) {
        FlagReading reading = flag == null ? null : new FlagReading(spec, flag, api.project(), rules);
        ObservedFlag found = reading == null ? ObservedFlag.absent(key()) : reading.observed();
        seen = flag;
        isUntagged = write.after() != null && flag != null && !flag.archived() && !flag.tagged();
        try {
            if (Expectation.serves(found, write.after(), spec) || (staysElsewhere && isOff(found))) {
                outcome = WriteOutcome.done(key(), receipt);
                return;
            }
            String surprise = isToCompare ? Expectation.surprise(found, write.before(), spec) : "";
            if (!surprise.isEmpty()) {
                throw refused(surprise);
            }
            if (began && fault == null && found.presence() == Presence.PRESENT && found.state() == null) {
                throw refused("it " + found.unreadable() + ": somebody changed it at the same moment");
            }
            FlagState after = write.after();
            next = after == null ? archiving(reading) : writing(reading, after);
            fault = null;
        } catch (RefusedException e) {
            end(refused(e.getMessage() + "; " + e.remedy()));
        } catch (AdapterException e) {
            end(e);
        }
    }

    /** Does the step that {@link #look} chose. */
    void step() {
        began = true;
        isToCompare = false;
        try {
            next.run();
        } catch (AdapterException e) {
            boolean mayPass = e.retryable() || e.failure() == Failure.UNKNOWN_OUTCOME || e.failure() == Failure.GARBLED;
            fault = e;
            faults++;
            if (!mayPass || faults >= MOST_FAULTS) {
                end(e);
            }
        }
    }

    /** Ends it because it cannot be known how far it got. */
    void lost(AdapterException reading) {
        end(reading);
    }

    /** Only a write that began may have had an effect in part. */
    private void end(AdapterException failure) {
        boolean unsure = began && failure.retryable();
        outcome = WriteOutcome.failed(
                key(),
                unsure
                        ? new AdapterException(
                                Failure.UNKNOWN_OUTCOME,
                                "write the flag \"" + key() + "\"",
                                api.target(),
                                "how much of it was done is not known: " + failure.sentence(),
                                failure)
                        : failure);
    }

    private static boolean isOff(ObservedFlag found) {
        FlagState state = found.state();
        return state != null && state.exposure().isNone();
    }

    private Runnable writing(@Nullable FlagReading found, FlagState after) {
        UnleashFlag flag = found == null ? null : found.flag();
        if (flag != null && flag.archived()) {
            return calls::revive;
        }
        StrategyChanges changes = new StrategyChanges(spec, found, after, rules);
        boolean on = flag != null && flag.enabled();
        if (changes.isEmpty() && !on && !changes.servesNobody()) {
            return () -> {
                calls.enable(true);
                sent = true;
            };
        }
        if (isTaken && flag == null) {
            throw refused("its name is taken by a flag that the token may not see");
        }
        if (sent && fault == null && found != null) {
            throw refused(
                    "it was written, and reads otherwise: " + Expectation.surprise(found.observed(), after, spec));
        }
        return () -> {
            if (flag == null && !calls.create(spec.description())) {
                // Made at the same moment: by a write of another environment, by a call whose answer was lost, or by
                // somebody else.
                isTaken = true;
                isToCompare = true;
                return;
            }
            if (on && changes.isDark()) {
                calls.enable(false);
            }
            calls.send(changes);
            sent = true;
        };
    }

    /** A strategy of somebody else that serves users is not taken away from them. */
    private Runnable archiving(@Nullable FlagReading found) {
        List<Strategy> others = found == null ? List.of() : found.foreign();
        for (Strategy each : others) {
            if (!each.disabled() && found != null && found.flag().enabled()) {
                throw refused("it is still served by the " + each.words());
            }
        }
        return () -> {
            JsonNode flag = calls.beforeArchiving();
            // Noted first: the answer of the call behind it may be lost.
            receipt = flag.toString();
            staysElsewhere = calls.archive(flag);
        };
    }

    private AdapterException refused(String reason) {
        return new AdapterException(Failure.REFUSED, "write the flag \"" + key() + "\"", api.target(), reason);
    }
}
