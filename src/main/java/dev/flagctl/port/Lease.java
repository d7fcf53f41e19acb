// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;

/**
 * The right to append for a time.
 *
 * @param scopes what is locked, see {@link LeaseScope}; at least one, in their order
 * @param token fencing token; only rises
 * @param holder who holds it
 * @param acquired since when
 * @param renewed when the holder last gave a sign of life; equal to {@code acquired} before the first renewal
 * @param expires until when, unless renewed; at this instant it has run out
 */
public record Lease(
        List<String> scopes, long token, Holder holder, Instant acquired, Instant renewed, Instant expires) {

    /** By how much clocks may differ that nobody set. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    public Lease {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a lease of nothing");
        }
        scopes = scopes.stream().sorted().distinct().toList();
    }

    /** Names what is locked for people: {@code shop/production/search and 2 more}. */
    public String scope() {
        return LeaseScope.shown(scopes);
    }

    /** Tells whether a scope is locked by it as a whole. */
    public boolean covers(String scope) {
        for (int end = scope.length(); end > 0; end = scope.lastIndexOf('/', end - 1)) {
            if (Collections.binarySearch(scopes, scope.substring(0, end)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the lease is still in force. */
    public boolean inForce(Instant now) {
        return now.isBefore(expires);
    }

    /**
     * Tells whether the last sign of life lies more than a minute ahead: the clock was set back since. Whether the holder lives cannot be known then
     * before its lease runs out by the new clock, so a person may say.
     */
    public boolean isAhead(Instant now) {
        return renewed.isAfter(now.plus(CLOCKS_DIFFER));
    }

    /**
     * Says who holds the lease, since when and how far the run is, in one line for whoever is locked out, such as {@code run 7714, alice,
     * plan 77c0aa12, 2 of 9 tasks done, since 13:02 UTC (lease renewed 8 s ago)}.
     */
    public String describe(Instant now) {
        StringBuilder text = new StringBuilder("run ").append(holder.run());
        if (!holder.actor().isEmpty()) {
            text.append(", ").append(holder.actor());
        }
        if (!holder.plan().isEmpty()) {
            text.append(", plan ")
                    .append(holder.plan(), 0, Math.min(8, holder.plan().length()));
        }
        if (!holder.progress().isEmpty()) {
            text.append(", ").append(holder.progress());
        }
        boolean sameDay = acquired.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
        text.append(", since ")
                .append(DateTimeFormatter.ofPattern(sameDay ? "HH:mm 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'")
                        .format(acquired.atOffset(ZoneOffset.UTC)));
        long seconds = Math.max(0, Duration.between(renewed, now).toSeconds());
        text.append(" (lease ").append(renewed.equals(acquired) ? "taken " : "renewed ");
        text.append(seconds).append(" s ago)");
        if (isAhead(now)) {
            text.append(", by a clock that is ")
                    .append(Duration.between(now, renewed).toMinutes())
                    .append(
                            " min ahead of now: it was set back since; when that run is gone, say flagctl force-unlock ")
                    .append(token);
        }
        return holder.url().isEmpty()
                ? text.toString()
                : text.append(", ").append(holder.url()).toString();
    }

    /**
     * Who holds a lease, told to whoever waits.
     *
     * @param run id of the run
     * @param actor person or job
     * @param url where the run can be seen; empty when unknown
     * @param commit commit of the manifests; empty when unknown
     * @param plan digest of the plan
     * @param progress how far it is, such as {@code 2 of 9 tasks done}; empty before the first task
     */
    public record Holder(String run, String actor, String url, String commit, String plan, String progress) {}
}
