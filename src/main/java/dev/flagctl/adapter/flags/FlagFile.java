// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One flag file on disk: reads its text, and replaces it as a whole. */
public final class FlagFile {

    /** A flag file beyond this is a mistake: 10,000 flags are about 4 MB. */
    private static final long LARGEST = 256L << 20;

    private static final String MARK = "\uFEFF";
    private static final int LONGEST_CHAIN = 40;

    private final Path path;
    private final String action;

    /** @param action what is tried, for messages, such as {@code read flags} */
    public FlagFile(Path path, String action) {
        this.path = path;
        this.action = action;
    }

    /**
     * Reads the file.
     *
     * @return its text, or null when there is no such file, or no such folder
     * @throws AdapterException when it is there and cannot be read, or is not UTF-8
     */
    @Nullable
    public FlagText load() {
        byte[] bytes;
        try {
            if (Files.size(path) > LARGEST) {
                throw new AdapterException(
                        Failure.GARBLED, action, path.toString(), "it is larger than 256 MiB; split it by environment");
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreachable(e);
        }
        String text = decoded(bytes);
        boolean marked = text.startsWith(MARK);
        return new FlagText(path.toString(), action, marked ? MARK : "", marked ? text.substring(1) : text);
    }

    /** Returns the text that a new file begins with. */
    public FlagText blank(String text) {
        return new FlagText(path.toString(), action, "", text);
    }

    /**
     * Returns the file that is replaced: the end of the chain where the path is a symbolic link, so that the link stays.
     *
     * @throws AdapterException when the chain has no end
     */
    public Path target() {
        Path target = path;
        try {
            for (int i = 0; Files.isSymbolicLink(target); i++) {
                if (i == LONGEST_CHAIN) {
                    throw new FileSystemLoopException(target.toString());
                }
                target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        return target.toAbsolutePath();
    }

    public AdapterException unreachable(IOException e) {
        boolean denied = e instanceof AccessDeniedException;
        String reason = denied
                ? "this user may not open it"
                : e instanceof FileSystemLoopException
                        ? "its symbolic links lead to each other"
                        : Files.isDirectory(path) ? "it is a folder" : String.valueOf(e.getMessage());
        return new AdapterException(
                denied ? Failure.FORBIDDEN : Failure.UNREACHABLE, action, path.toString(), reason, e);
    }

    private String decoded(byte[] bytes) {
        // Four times as fast as a strict decoder; what cannot be decoded becomes U+FFFD, which is rare enough to look
        // twice.
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AdapterException(
                    Failure.GARBLED,
                    action,
                    path + ":" + lineOfFirstFault(text),
                    "it is not UTF-8 text; mend the file, nothing was changed",
                    e);
        }
    }

    private static int lineOfFirstFault(String lossy) {
        int fault = lossy.indexOf('\uFFFD');
        int line = 1;
        for (int i = 0; i < fault; i++) {
            line += lossy.charAt(i) == '\n' ? 1 : 0;
        }
        return line;
    }
}
