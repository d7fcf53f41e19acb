// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.model.Bucketing;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Places users by a checksum of salt and user: enough to tell two salts apart. */
public final class FakeBucketing implements Bucketing {

    @Override
    public String name() {
        return "fake-crc32";
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        CRC32 crc = new CRC32();
        crc.update((salt + ":" + user).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / 4294967296.0;
    }
}
