// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/** Makes a notifier of one type; found by {@link java.util.ServiceLoader}. Must be cheap to load: it is loaded when any type is looked up. */
public interface NotifierProvider extends AdapterProvider {

    /** Opens the adapter. Makes no call to the other side. */
    Notifier open(Settings settings, AdapterHost host);
}
