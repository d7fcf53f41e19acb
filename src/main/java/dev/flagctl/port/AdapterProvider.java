// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/** What the providers of all ports have in common. */
public interface AdapterProvider {

    /** Returns the word that stands for this adapter as {@code type} in manifests. */
    String type();
}
