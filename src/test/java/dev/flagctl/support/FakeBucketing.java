// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.model.Bucketing;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/** Places users by a hash of salt and user. */
public final class FakeBucketing implements Bucketing {

    @Override
    public String name() {
        return "fake-murmur3";
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        byte[] bytes = (salt + ":" + user).getBytes(StandardCharsets.UTF_8);
        return Integer.toUnsignedLong(MurmurHash3.hash32x86(bytes)) / 4294967296.0;
    }
}
