// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the engine's libraries apart from flagctl's.
 *
 * <p>Its parent is the JDK alone. From flagctl it takes the seam, so that both sides mean the same types by
 * it; {@link FlagdProviderEvaluator} it defines itself from flagctl's own code, because only here do the
 * OpenFeature types behind it exist.
 */
final class FlagdClassLoader extends URLClassLoader {

    private static final String EVALUATOR = FlagdClassLoader.class.getPackageName() + ".FlagdProviderEvaluator";

    private final ClassLoader ours = FlagdClassLoader.class.getClassLoader();

    private FlagdClassLoader(URL[] urls) {
        super("flagd", urls, ClassLoader.getPlatformClassLoader());
    }

    /**
     * Opens the engine's libraries.
     *
     * @param folder holds the engine's jars and nothing else
     * @throws IOException if the folder cannot be read or has no jar
     */
    static FlagdClassLoader over(Path folder) throws IOException {
        List<URL> urls = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        if (urls.isEmpty()) {
            throw new IOException("there is no jar in " + folder);
        }
        return new FlagdClassLoader(urls.toArray(URL[]::new));
    }

    /** Starts an evaluator on a flag file, inside this loader. */
    FlagdEvaluator evaluator(Path flagFile) throws ReflectiveOperationException {
        return (FlagdEvaluator)
                loadClass(EVALUATOR).getConstructor(String.class).newInstance(flagFile.toString());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isOurs(name) ? ours.loadClass(name) : super.loadClass(name, resolve);
    }

    /** Defines our side of the engine here. Its jar as a whole must stay out: its manifest would bring flagctl's libraries along. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(EVALUATOR)) {
            return super.findClass(name);
        }
        try (InputStream code = ours.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = code.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith("dev.flagctl.") && !name.startsWith(EVALUATOR);
    }
}
