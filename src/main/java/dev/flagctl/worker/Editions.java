// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

/** Where manifests are read from while a worker works. */
public interface Editions {

    /** Returns what the files look like from outside: another text when one was edited, added or taken away. Cheap. */
    String stamp();

    /**
     * Reads all of them.
     *
     * @throws dev.flagctl.diag.ManifestException when one is invalid
     * @throws dev.flagctl.diag.RefusedException when they ask for what a worker cannot change while it works
     */
    Edition load();
}
