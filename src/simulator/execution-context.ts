import type { Instant } from "../base/brand.ts";
import type { JsonObject } from "../base/json.ts";
import type { Facts } from "./result.ts";

/** ASL "Context Object", the part that all states of an execution see: `Execution` and `StateMachine`. Made once for each time it is redriven. */
export function contextOf(facts: Facts, roleArn: string, redrives: readonly Instant[]): () => JsonObject {
  let made: { readonly redrives: number; readonly context: JsonObject } | undefined;
  return () => {
    if (made?.redrives !== redrives.length) made = { redrives: redrives.length, context: executionContext(facts, roleArn, redrives) };
    return made.context;
  };
}

function executionContext(facts: Facts, roleArn: string, redrives: readonly Instant[]): JsonObject {
  const redriven = redrives.at(-1);
  return {
    Execution: {
      Id: facts.executionArn,
      Input: facts.input,
      Name: facts.name,
      RoleArn: roleArn,
      StartTime: new Date(facts.startedAt).toISOString(),
      RedriveCount: redrives.length,
      ...(redriven !== undefined && { RedriveTime: new Date(redriven).toISOString() }),
    },
    StateMachine: { Id: facts.stateMachineArn, Name: facts.stateMachineArn.split(":").at(-1) ?? "" },
  };
}
