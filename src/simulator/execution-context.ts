import type { JsonObject } from "../base/json.ts";
import type { Facts } from "./result.ts";

/** ASL "Context Object", the part that all states of an execution see: `Execution` and `StateMachine`. */
export function executionContext(facts: Facts, roleArn: string): JsonObject {
  return {
    Execution: {
      Id: facts.executionArn,
      Input: facts.input,
      Name: facts.name,
      RoleArn: roleArn,
      StartTime: new Date(facts.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: facts.stateMachineArn, Name: facts.stateMachineArn.split(":").at(-1) ?? "" },
  };
}
