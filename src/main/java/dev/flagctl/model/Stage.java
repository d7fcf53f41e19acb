// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;

/**
 * One step of a trajectory.
 *
 * @param kind which part of the life it belongs to
 * @param name short and stable within the trajectory, for people and for finding the stage again after an edit
 * @param exposure who gets the treatment while it lasts
 * @param rest variant of everybody else
 * @param bake what it must last
 * @param gates what must be true before it is entered
 * @param source where it is written
 */
public record Stage(
        StageKind kind, String name, Exposure exposure, String rest, Bake bake, List<Gate> gates, SourceRef source) {

    public Stage {
        gates = List.copyOf(gates);
    }
}
