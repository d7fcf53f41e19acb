// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Notice;
import dev.flagctl.port.Notifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A notifier that remembers what it delivered, and fails when a test says so. */
public final class FakeNotifier implements Notifier {

    private final List<Notice> delivered = new ArrayList<>();
    private final Deque<AdapterException> failures = new ArrayDeque<>();

    /** Lets the next delivery fail; several calls let several fail. */
    public synchronized void failNext(AdapterException failure) {
        failures.add(failure);
    }

    public synchronized List<Notice> delivered() {
        return List.copyOf(delivered);
    }

    @Override
    public synchronized void deliver(Notice notice) {
        AdapterException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        delivered.add(notice);
    }

    @Override
    public void close() {}
}
