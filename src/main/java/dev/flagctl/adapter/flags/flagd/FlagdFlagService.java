// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flags.flagd.Node.Member;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Serves flags through a flagd file per environment. Keeps nothing between calls, so that each call sees the file as it is. */
final class FlagdFlagService implements FlagService {

    private final FlagPath path;
    private final FlagdBucketing bucketing;
    private final RandomGenerator random;

    /**
     * @param bucketing how the engines that read the file place users
     * @param random tells this writer from others
     */
    FlagdFlagService(FlagPath path, FlagdBucketing bucketing, RandomGenerator random) {
        this.path = path;
        this.bucketing = bucketing;
        this.random = random;
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
                List.of(
                        "flagd's JavaScript engine hashes characters outside ASCII otherwise than the other engines do: keep"
                                + " salts, and the values of units, in ASCII"));
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        FlagText text = file(scope, "read flags").load();
        Map<String, ObservedFlag> observed = new LinkedHashMap<>(flags.size() * 2);
        Set<String> keys = new HashSet<>(flags.size() * 2);
        for (FlagSpec spec : flags) {
            keys.add(spec.key());
        }
        FlagTree tree = text == null ? null : path.format().parse(text, new KeyFilter(keys), false);
        AudienceRules rules = new AudienceRules(scope);
        for (FlagSpec spec : flags) {
            Member flag = tree == null ? null : tree.flag(spec.key());
            observed.put(
                    spec.key(),
                    flag == null
                            ? ObservedFlag.absent(spec.key())
                            : new FlagReading(spec, flag.value(), rules).observed());
        }
        return observed;
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        FlagText text = file(scope, "list flags").load();
        List<FoundFlag> found = new ArrayList<>();
        if (text != null) {
            for (Member flag : path.format().parse(text, KeyFilter.ALL, false).flags()) {
                found.add(FlagShape.found(flag));
            }
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        FlagFile file = file(scope, "write flags");
        Path target = file.target();
        try {
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (WriteLock lock = WriteLock.take(target, token())) {
                if (lock == null) {
                    throw new AdapterException(
                            Failure.TRANSIENT, "write flags", target.toString(), "another process is writing it");
                }
                return write(scope, writes, file, target);
            }
        } catch (IOException e) {
            throw file.unreachable(e);
        }
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return FlagdChecks.of(path, scope);
    }

    private List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes, FlagFile file, Path target) {
        FlagText there = file.load();
        FlagText text = there == null ? file.blank(path.format()) : there;
        Batch batch = new Batch(scope, path.format(), text, writes);
        String changed = batch.changedText();
        if (changed == null) {
            return batch.outcomes();
        }
        AdapterException failure = replace(file, there, target, text.mark() + changed);
        return failure == null ? batch.outcomes() : batch.outcomesAfter(failure);
    }

    /** Returns why it could not be replaced, or null. */
    private static @Nullable AdapterException replace(
            FlagFile file, @Nullable FlagText there, Path target, String content) {
        FlagText now = file.load();
        boolean same = now == null ? there == null : now.equals(there);
        if (!same) {
            return new AdapterException(
                    Failure.TRANSIENT, "write flags", target.toString(), "somebody changed it at the same moment");
        }
        try {
            AtomicReplace.replace(target, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return file.unreachable(e);
        }
        try {
            AtomicReplace.forceFolder(target);
        } catch (IOException e) {
            return new AdapterException(
                    Failure.UNKNOWN_OUTCOME,
                    "write flags",
                    target.toString(),
                    "it was replaced, and whether that survives a power cut is not known: " + e.getMessage(),
                    e);
        }
        return null;
    }

    private String token() {
        return ProcessHandle.current().pid() + "-" + Long.toHexString(random.nextLong());
    }

    private FlagFile file(FlagScope scope, String action) {
        return new FlagFile(path.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
