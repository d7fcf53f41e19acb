// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a flagd file with the real OpenFeature flagd provider, in this process and offline.
 *
 * <p>The provider is {@code dev.openfeature.contrib.providers:flagd} with {@code Resolver.FILE}: what it
 * answers here is what a user of a Java application gets. Opening it takes about half a second, an evaluation
 * about 15 µs on one core, a {@link #reload} about 5 ms.
 */
public final class FlagdEngine implements AutoCloseable {

    /** What {@link #variant} says where the engine serves no variant, so that the application uses its code default. */
    public static final String CODE_DEFAULT = "";

    private static final String MISFIT = "the flagd engine does not fit this flagctl: build it again";

    private final FlagdClassLoader loader;
    private final Path flagFile;
    private volatile FlagdEvaluator evaluator;

    private FlagdEngine(FlagdClassLoader loader, Path flagFile) {
        this.loader = loader;
        this.flagFile = flagFile;
        this.evaluator = start();
    }

    /**
     * Opens the engine that came with this flagctl.
     *
     * @param flagFile a flagd file in JSON; it must exist and parse
     * @throws AdapterException if the engine's libraries are missing or the file cannot be read or parsed
     */
    public static FlagdEngine open(Path flagFile) {
        return open(flagFile, home().resolve("lib").resolve("demo"));
    }

    /** As {@link #open(Path)}, with the folder of the engine's jars. */
    public static FlagdEngine open(Path flagFile, Path libraries) {
        FlagdClassLoader loader;
        try {
            loader = FlagdClassLoader.over(libraries);
        } catch (IOException e) {
            throw new AdapterException(
                    Failure.UNREACHABLE,
                    "load the flagd engine",
                    libraries.toString(),
                    "its libraries are not there: build flagctl again",
                    e);
        }
        try {
            return new FlagdEngine(loader, flagFile);
        } catch (AdapterException e) {
            closeQuietly(loader);
            throw e;
        }
    }

    /**
     * Evaluates one flag for one user.
     *
     * @param context attributes of the evaluation context; {@code targetingKey} is who is bucketed
     * @param codeDefault Boolean, String, Integer, Double, Map or List; its type must be the one of the variants
     */
    public FlagdEvaluation evaluate(String flagKey, Map<String, ?> context, Object codeDefault) {
        return evaluator.evaluate(flagKey, context, codeDefault);
    }

    /** Names the variant that one user gets, or {@link #CODE_DEFAULT}. Parameters as in {@link #evaluate}. */
    public String variant(String flagKey, Map<String, ?> context, Object codeDefault) {
        String variant = evaluate(flagKey, context, codeDefault).variant();
        return variant == null ? CODE_DEFAULT : variant;
    }

    /**
     * Names the variants that many users get, on all cores.
     *
     * @return one entry per context, in the same order, each as {@link #variant} gives it
     */
    public List<String> variants(String flagKey, List<? extends Map<String, ?>> contexts, Object codeDefault) {
        String[] variants = new String[contexts.size()];
        IntStream.range(0, variants.length)
                .parallel()
                .forEach(i -> variants[i] = variant(flagKey, contexts.get(i), codeDefault));
        return Arrays.asList(variants);
    }

    /**
     * Reads the file again. Evaluations that run meanwhile are answered by what was read before.
     *
     * @throws AdapterException if the file cannot be read or parsed; the engine then goes on with what it had
     */
    public void reload() {
        // The provider would see the change by itself, at its next poll; a new one sees it now.
        FlagdEvaluator previous = evaluator;
        evaluator = start();
        previous.close();
    }

    @Override
    public void close() {
        evaluator.close();
        closeQuietly(loader);
    }

    private FlagdEvaluator start() {
        if (!Files.isReadable(flagFile)) {
            throw unreadable("it is not there or may not be read", null);
        }
        try {
            return loader.evaluator(flagFile);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getTargetException();
            if (cause instanceof LinkageError) {
                throw new IllegalStateException(MISFIT, cause);
            }
            throw unreadable("the flagd provider says: " + cause.getMessage(), cause);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(MISFIT, e);
        }
    }

    private AdapterException unreadable(String reason, @Nullable Throwable cause) {
        return new AdapterException(Failure.GARBLED, "evaluate flags", flagFile.toString(), reason, cause);
    }

    /**
     * Finds the folder with {@code lib/demo}: above the jar where flagctl was packed, beside the classes of a build.
     */
    private static Path home() {
        try {
            Path code = Path.of(FlagdEngine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(code)) {
                return code.resolve("../..").normalize();
            }
            for (Path folder = code; folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("flagctl/lib/demo"))) {
                    return folder.resolve("flagctl");
                }
            }
            return code;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("flagctl runs from a place that is no path", e);
        }
    }

    private static void closeQuietly(FlagdClassLoader loader) {
        try {
            loader.close();
        } catch (IOException ignored) {
            // Only jars opened for reading: nothing is lost, and nobody could do anything about it.
        }
    }
}
