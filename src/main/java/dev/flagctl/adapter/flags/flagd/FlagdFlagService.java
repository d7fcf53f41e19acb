// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flagdformat.FlagdFormat;
import dev.flagctl.adapter.flags.FileChecks;
import dev.flagctl.adapter.flags.FileWriting;
import dev.flagctl.adapter.flags.FlagFile;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.ControlLimit;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Serves flags through a flagd file per environment. Keeps nothing between calls, so that each call sees the file as it is. */
final class FlagdFlagService implements FlagService {

    private final FlagPath path;
    private final FlagdFormat format;
    private final FlagdBucketing bucketing;
    private final WriteTurns turns;

    /**
     * @param bucketing how the engines that read the file place users
     * @param turns how it takes turns with other writers of the file
     */
    FlagdFlagService(FlagPath path, FlagdBucketing bucketing, WriteTurns turns) {
        this.path = path;
        this.format = new FlagdFormat(path.format());
        this.bucketing = bucketing;
        this.turns = turns;
    }

    /** A thousandth of a percent; a flagd polls its file, or is told, within five seconds. */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                        new Percent(1),
                        Capabilities.Audiences.ALL,
                        true,
                        true,
                        true,
                        true,
                        false,
                        Duration.ofSeconds(5),
                        bucketing,
                        List.of())
                .withControl(ControlLimit.NONE);
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        return format.read(scope, file(scope, "read flags").load(), flags);
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        return format.list(file(scope, "list flags").load());
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        return new FileWriting(file(scope, "write flags"), turns)
                .write(FlagdFormat.blank(path.format()), text -> format.batch(scope, text, writes));
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return FileChecks.of(file(scope, "check the flag file"), format::count);
    }

    private FlagFile file(FlagScope scope, String action) {
        return new FlagFile(path.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
