// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Instant;

/** What must be true before a stage is entered. */
public sealed interface Gate {

    GateKind kind();

    /** Another environment has finished its rollout of the same version. */
    record EnvironmentDone(String environment) implements Gate {
        @Override
        public GateKind kind() {
            return GateKind.ENVIRONMENT;
        }
    }

    /** Someone of the group has approved this stage of this version. */
    record Approval(String group) implements Gate {
        @Override
        public GateKind kind() {
            return GateKind.APPROVAL;
        }
    }

    /** It is not earlier than this. */
    record NotBefore(Instant time) implements Gate {
        @Override
        public GateKind kind() {
            return GateKind.NOT_BEFORE;
        }
    }

    /** A hook passes. It runs when everything else allows the stage, as a task of the plan. */
    record HookPasses(HookRef hook) implements Gate {
        @Override
        public GateKind kind() {
            return GateKind.HOOK;
        }
    }

    /** The successor serves everybody in this environment. */
    record SuccessorServes(String feature) implements Gate {
        @Override
        public GateKind kind() {
            return GateKind.SUCCESSOR;
        }
    }

    /** Nobody needs the flag any more. */
    record Unused(Sunset.Require require) implements Gate {
        @Override
        public GateKind kind() {
            return GateKind.UNUSED;
        }
    }
}
