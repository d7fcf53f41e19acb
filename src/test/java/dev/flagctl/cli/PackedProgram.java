// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** flagctl in jars and with an archive of its classes, as the launcher has them: a process starts in a quarter of the time. */
final class PackedProgram {

    private final Path archive;
    private final String classPath;

    private PackedProgram(Path archive, String classPath) {
        this.archive = archive;
        this.classPath = classPath;
    }

    /**
     * Packs the classes of this build into a folder. Until a process has ended that was started with {@link #training}, there is no archive.
     *
     * @param before what stands before all else on the class path
     */
    static PackedProgram into(Path folder, List<Path> before) throws IOException {
        List<String> jars = new ArrayList<>();
        List<Path> all = new ArrayList<>(before);
        Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(all::add);
        for (Path each : all) {
            if (Files.isDirectory(each)) {
                Path jar = folder.resolve(jars.size() + ".jar");
                pack(each, jar);
                jars.add(jar.toString());
            } else if (Files.exists(each)) {
                jars.add(each.toString());
            }
        }
        return new PackedProgram(folder.resolve("classes.jsa"), String.join(File.pathSeparator, jars));
    }

    /** Returns the command without the words for flagctl. */
    List<String> command() {
        return command("-XX:SharedArchiveFile=" + archive);
    }

    /** Returns a command that leaves the archive behind. */
    List<String> training() {
        return command("-XX:ArchiveClassesAtExit=" + archive);
    }

    private List<String> command(String archiving) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                archiving,
                "-cp",
                classPath,
                Main.class.getName());
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(folder)) {
            out.setLevel(0);
            for (Path each : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new ZipEntry(folder.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
    }
}
