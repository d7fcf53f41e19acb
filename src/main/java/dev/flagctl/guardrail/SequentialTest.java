// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;

/**
 * A test that may be looked at after each bucket: its e-value has at any time an expectation of at most 1 when the treatment does no harm, so that
 * by Ville's inequality it ever reaches 1/alpha with at most the probability alpha.
 */
interface SequentialTest {

    /** Adds the next bucket. One that cannot be compared, for want of an arm or of events, changes nothing. */
    void add(Bucket bucket);

    /** Returns the natural logarithm of the e-value of all buckets so far; 0 is no evidence. */
    double logE();
}
