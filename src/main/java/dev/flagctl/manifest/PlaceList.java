// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.io.Serializable;
import java.util.Arrays;

/** A growing list of places, three numbers each, because a tree of 400,000 nodes has no room for as many objects. */
final class PlaceList implements Serializable {

    private static final long serialVersionUID = 1L;

    private int[] numbers;
    private int size;

    PlaceList(int expected) {
        numbers = new int[expected * 3];
    }

    void add(int line, int column, int endColumn) {
        if (size + 3 > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(12, numbers.length * 2));
        }
        numbers[size++] = line;
        numbers[size++] = column;
        numbers[size++] = endColumn;
    }

    int line(int index) {
        return numbers[index * 3];
    }

    Place get(int index) {
        return new Place(numbers[index * 3], numbers[index * 3 + 1], numbers[index * 3 + 2]);
    }
}
