package dev.flagctl.port;

import java.time.Instant;

/**
 * The right to append for a time.
 *
 * @param scope what is locked, such as an environment
 * @param token fencing token; only rises
 * @param holder who holds it
 * @param acquired since when
 * @param expires until when, unless renewed
 */
public record Lease(String scope, long token, Holder holder, Instant acquired, Instant expires) {

    /**
     * Who holds a lease, told to whoever waits.
     *
     * @param run id of the run
     * @param actor person or job
     * @param url where the run can be seen; empty when unknown
     * @param commit commit of the manifests; empty when unknown
     * @param plan digest of the plan
     * @param progress how far it is, such as {@code 2 of 9}
     */
    public record Holder(String run, String actor, String url, String commit, String plan, String progress) {}
}
