// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

/** The cache passed its checksum and still makes no sense; the run starts again without it. */
final class CacheBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CacheBrokenException(RuntimeException cause) {
        super("the cache of manifests makes no sense", cause);
    }
}
