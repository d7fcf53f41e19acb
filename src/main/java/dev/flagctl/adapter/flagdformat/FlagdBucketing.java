// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Bucketing;
import dev.flagctl.port.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The places of {@code fractional} over {@code cat(salt, unit)}: MurmurHash3 x86 32 with seed 0, of which engines have made two different places.
 *
 * <p>Until April 2026 they took the absolute value of the signed hash, in percent of 2^31 - 1: {@code fractional-v1}. Since flagd 0.15.0
 * (https://github.com/open-feature/flagd/pull/1909) they take the unsigned hash, scaled to the sum of the weights: {@code fractional-v2}.
 */
public final class FlagdBucketing implements Bucketing {

    public static final FlagdBucketing V1 = new FlagdBucketing("fractional-v1");
    public static final FlagdBucketing V2 = new FlagdBucketing("fractional-v2");

    private final String engine;

    private FlagdBucketing(String engine) {
        this.engine = engine;
    }

    /**
     * Returns what the setting {@code engine} names, and without it what every engine of today does.
     *
     * @throws RefusedException when there is no such engine
     */
    public static FlagdBucketing of(Settings settings) {
        String engine = settings.text("engine").orElse(V2.engine);
        if (engine.equals(V1.engine)) {
            return V1;
        }
        if (engine.equals(V2.engine)) {
            return V2;
        }
        throw new RefusedException(
                "adapter \"" + settings.name() + "\" has the engine \"" + engine + "\", which is none",
                "write " + V2.engine + ", or " + V1.engine + " for engines from before flagd 0.15.0");
    }

    @Override
    public String name() {
        return "flagd-" + engine;
    }

    @Override
    public Optional<Bucketing> ofEngine(String name) {
        return List.<Bucketing>of(V1, V2).stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        byte[] bytes = (salt + user).getBytes(StandardCharsets.UTF_8);
        int hash = MurmurHash3.hash32x86(bytes, 0, bytes.length, 0);
        if (this == V2) {
            return Integer.toUnsignedLong(hash) / 0x1p32;
        }
        return Math.min(Math.abs((double) hash) / Integer.MAX_VALUE, Math.nextDown(1.0));
    }
}
