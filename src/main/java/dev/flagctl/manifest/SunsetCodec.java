// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Percent;
import dev.flagctl.model.Sunset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes sunsets into the cache and reads them back. */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class SunsetCodec {

    private static final Sunset.Outcome[] OUTCOMES = Sunset.Outcome.values();

    private SunsetCodec() {}

    static void write(ByteWriter out, Sunset sunset, int line) {
        out.number(sunset.outcome().ordinal());
        ValueCodec.instant(out, sunset.deprecate());
        ValueCodec.instant(out, sunset.remove());
        out.number(sunset.notices().size());
        for (Duration notice : sunset.notices()) {
            ValueCodec.duration(out, notice);
        }
        Sunset.Successor successor = sunset.successor();
        out.bool(successor != null);
        if (successor != null) {
            out.text(successor.feature());
            ValueCodec.texts(out, successor.variants());
            out.text(successor.variant());
        }
        out.number(sunset.phaseOut().size());
        for (Percent stage : sunset.phaseOut()) {
            out.number(stage.thousandths());
        }
        ValueCodec.duration(out, sunset.bake());
        require(out, sunset.require());
        ValueCodec.source(out, sunset.source(), line);
    }

    static Sunset read(ByteReader in, String file, int line) {
        return new Sunset(
                OUTCOMES[in.integer()],
                ValueCodec.instant(in),
                ValueCodec.instant(in),
                durations(in),
                in.bool() ? new Sunset.Successor(in.textOrNull(), ValueCodec.texts(in), in.textOrNull()) : null,
                percents(in),
                ValueCodec.duration(in),
                require(in),
                ValueCodec.source(in, file, line));
    }

    private static List<Duration> durations(ByteReader in) {
        int count = in.count();
        List<Duration> durations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            durations.add(ValueCodec.duration(in));
        }
        return durations;
    }

    private static List<Percent> percents(ByteReader in) {
        int count = in.count();
        List<Percent> percents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            percents.add(new Percent(in.integer()));
        }
        return percents;
    }

    private static void require(ByteWriter out, Sunset.Require require) {
        Integer references = require.codeReferences();
        Long below = require.evaluationsBelow();
        out.number(references == null ? -1 : references);
        out.number(below == null ? -1 : below);
        ValueCodec.duration(out, require.evaluationsFor());
    }

    private static Sunset.Require require(ByteReader in) {
        int references = in.integer();
        long below = in.number();
        @Nullable Integer most = references < 0 ? null : (Integer) references;
        @Nullable Long fewer = below < 0 ? null : (Long) below;
        return new Sunset.Require(most, fewer, ValueCodec.duration(in));
    }
}
