// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file that somebody named could not be read or written, in words of people. */
final class FileFault {

    private FileFault() {}

    /** Returns why it cannot be read. */
    static String reading(IOException failure) {
        return failure instanceof NoSuchFileException ? "there is no such file" : why(failure);
    }

    /** Returns why it cannot be written. */
    static String writing(IOException failure) {
        return failure instanceof NoSuchFileException ? "there is no such folder" : why(failure);
    }

    private static String why(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        String reason = failure instanceof FileSystemException told ? told.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
