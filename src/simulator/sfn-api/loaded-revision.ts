import type { Instant } from "../../base/brand.ts";
import { once } from "../once.ts";
import type { StateMachine } from "../state-machine.ts";
import type { Revision } from "./registered-machine.ts";

/** The revision of a machine that a test loaded: created with nothing but a role. */
export function loadedRevision(machine: StateMachine, roleArn: string, at: Instant): Revision {
  const text = once(() => JSON.stringify(machine.definition));
  return {
    id: undefined,
    get text() {
      return text();
    },
    accepted: { definition: machine.definition, machine: () => machine },
    roleArn,
    logging: { level: "OFF", includeExecutionData: false },
    tracing: { enabled: false },
    encryption: { type: "AWS_OWNED_KEY" },
    at,
  };
}
