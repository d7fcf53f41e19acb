// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import okhttp3.Call;
import okhttp3.EventListener;

/** Remembers whether anything of a request may have left: only then can it have had an effect. */
final class Sent extends EventListener {

    private volatile boolean started;

    boolean anything() {
        return started;
    }

    @Override
    public void requestHeadersStart(Call call) {
        started = true;
    }
}
