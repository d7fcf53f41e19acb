// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.nio.file.Path;

/**
 * A file that is to be read.
 *
 * @param name as the user gave it, with forward slashes
 * @param path where it is
 * @param stamp what it looked like before it was read
 */
record FoundFile(String name, Path path, FileStamp stamp) {}
