// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.Bucketing;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The places of {@code flexibleRollout}: MurmurHash3 x86 32 of {@code groupId:id} with seed 0, modulo 100, plus 1, is enabled when not above the
 * rollout (Unleash/client-specification, and {@code normalizedStrategyValue} of the SDKs). All users of one percent share a place.
 */
final class UnleashBucketing implements Bucketing {

    @Override
    public String name() {
        return "unleash-murmur3-percent";
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        byte[] bytes = (salt + ":" + user).getBytes(StandardCharsets.UTF_8);
        int hash = MurmurHash3.hash32x86(bytes, 0, bytes.length, 0);
        return (hash & 0xffffffffL) % 100 / 100.0;
    }
}
