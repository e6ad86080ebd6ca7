import type { Instant } from "../base/brand.ts";
import type { JsonObject } from "../base/json.ts";
import type { Facts } from "./result.ts";

interface Told {
  readonly facts: Facts;
  readonly redrives: readonly Instant[];
}

/** ASL "Context Object", the part that all states of an execution see: `Execution` and `StateMachine`. Made once for each time it is redriven. */
export class SharedContext {
  #redrives = 0;
  #made: JsonObject | undefined;

  of({ facts, redrives }: Told): JsonObject {
    if (this.#redrives !== redrives.length) this.#made = undefined;
    this.#redrives = redrives.length;
    return (this.#made ??= executionContext(facts, redrives));
  }
}

function executionContext(facts: Facts, redrives: readonly Instant[]): JsonObject {
  const redriven = redrives.at(-1);
  return {
    Execution: {
      Id: facts.executionArn,
      Input: facts.input,
      Name: facts.name,
      RoleArn: facts.roleArn,
      StartTime: new Date(facts.startedAt).toISOString(),
      RedriveCount: redrives.length,
      ...(redriven !== undefined && { RedriveTime: new Date(redriven).toISOString() }),
    },
    StateMachine: { Id: facts.stateMachineArn, Name: facts.stateMachineArn.split(":").at(-1) ?? "" },
  };
}
