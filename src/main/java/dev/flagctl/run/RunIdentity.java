// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

/**
 * Who runs, for the ledger and for whoever waits for the lease.
 *
 * @param run id of the run
 * @param actor person or job
 * @param url where the run can be seen; empty when unknown
 * @param commit commit of the manifests; empty when unknown
 */
public record RunIdentity(String run, String actor, String url, String commit) {}
