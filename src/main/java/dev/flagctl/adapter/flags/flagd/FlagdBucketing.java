// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.model.Bucketing;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The places of {@code fractional} over {@code cat(salt, unit)}: MurmurHash3 x86 32 with seed 0, its absolute value as a part of 2^31 - 1 (flagd's in-process
 * providers before flagd#1909; https://flagd.dev/reference/custom-operations/fractional-operation/).
 */
final class FlagdBucketing implements Bucketing {

    @Override
    public String name() {
        return "flagd-murmur3-percent";
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        byte[] bytes = (salt + user).getBytes(StandardCharsets.UTF_8);
        int hash = MurmurHash3.hash32x86(bytes, 0, bytes.length, 0);
        return Math.min(Math.abs((double) hash) / Integer.MAX_VALUE, Math.nextDown(1.0));
    }
}
