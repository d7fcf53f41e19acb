// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of an answer while it comes, for answers too large to be kept as a text. Of a request that is tried again it is called once for each answer, so it begins anew each
 * time.
 *
 * @param <T> what it makes of a body
 */
@FunctionalInterface
public interface BodyReader<T> {

    /**
     * Reads a body to its end; what was not read is not known to be whole.
     *
     * @param body the body, without its compression; closed by the caller
     * @throws IOException as the body throws it, never for what stands in it
     */
    T read(InputStream body) throws IOException;
}
