// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All keys as one tree of bytes, so that one walk from a place in a file answers for ten thousand keys. */
final class KeyTrie {

    static final int ROOT = 0;
    static final int NOWHERE = -1;

    private static final long FREE = -1;

    // Children in one open-addressed table: (node << 8 | byte) to node. A map object per node would be ten times the
    // memory.
    private long[] edges = free(1 << 12);
    private int[] targets = new int[1 << 12];
    private int edgeCount;
    private final List<@Nullable String> keys = new ArrayList<>();

    KeyTrie(Collection<String> keys) {
        this.keys.add(null);
        for (String key : keys) {
            if (!key.isEmpty()) {
                add(key);
            }
        }
    }

    /** Returns the node that one more byte leads to, or {@link #NOWHERE}. */
    int next(int node, byte step) {
        int slot = slot(edge(node, step));
        return edges[slot] == FREE ? NOWHERE : targets[slot];
    }

    /** Returns the key that ends at a node, or null. */
    @Nullable
    String keyAt(int node) {
        return keys.get(node);
    }

    private void add(String key) {
        int node = ROOT;
        for (byte step : key.getBytes(StandardCharsets.UTF_8)) {
            int next = next(node, step);
            if (next == NOWHERE) {
                next = keys.size();
                keys.add(null);
                put(edge(node, step), next);
            }
            node = next;
        }
        keys.set(node, key);
    }

    private void put(long edge, int target) {
        if (++edgeCount * 2 > edges.length) {
            grow();
        }
        int slot = slot(edge);
        edges[slot] = edge;
        targets[slot] = target;
    }

    private void grow() {
        long[] oldEdges = edges;
        int[] oldTargets = targets;
        edges = free(oldEdges.length * 2);
        targets = new int[oldTargets.length * 2];
        for (int i = 0; i < oldEdges.length; i++) {
            if (oldEdges[i] != FREE) {
                int slot = slot(oldEdges[i]);
                edges[slot] = oldEdges[i];
                targets[slot] = oldTargets[i];
            }
        }
    }

    private int slot(long edge) {
        int slot = (int) ((edge * 0x9E3779B97F4A7C15L) >>> 40) & (edges.length - 1);
        while (edges[slot] != FREE && edges[slot] != edge) {
            slot = (slot + 1) & (edges.length - 1);
        }
        return slot;
    }

    private static long edge(int node, byte step) {
        return ((long) node << 8) | (step & 0xFF);
    }

    private static long[] free(int size) {
        long[] edges = new long[size];
        Arrays.fill(edges, FREE);
        return edges;
    }
}
