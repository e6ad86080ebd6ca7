import type { StateType } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import type { Stage } from "../history/decision.ts";
import type { Answer, States } from "../query/index.ts";
import { compileJsonataTemplate } from "../query/index.ts";
import type { DataFlow } from "./data-flow.ts";
import { transitionTo } from "./data-flow.ts";
import type { Scope } from "./scope.ts";

/** The fields of a JSONata state that shape its data. */
export interface JsonataFields {
  readonly Arguments?: Json;
  readonly Output?: Json;
  readonly Assign?: Json;
}

/**
 * ASL "Arguments", "Output" and "Assign"; `hasResult`: is there a `$states.result` in this type of state? `inspected`: the type, where
 * the stages of the data are noted.
 */
export function linkJsonataFlow(
  { Arguments, Output, Assign }: JsonataFields,
  hasResult: boolean,
  inspected: StateType | undefined,
): DataFlow {
  const enter = Arguments === undefined ? undefined : compileJsonataTemplate("Arguments", Arguments);
  const output = Output === undefined ? undefined : compileJsonataTemplate("Output", Output);
  const assign = Assign === undefined ? undefined : compileJsonataTemplate("Assign", Assign);
  return {
    enter: (raw, scope) => {
      const input = enter === undefined ? raw : sized(enter({ input: raw }, scope), scope);
      return inspected === "Task" || inspected === "Parallel" ? noted("afterArguments", input, scope) : input;
    },
    leave: (raw, result, scope, next) => {
      if (inspected !== undefined && hasResult) scope.stage("result", result);
      const states: States = hasResult ? { input: raw, result } : { input: raw };
      const passedOn = output === undefined ? result : output(states, scope);
      return transitionTo(next, passedOn, assign && (() => assign(states, scope)));
    },
  };
}

/** What Arguments makes of the input may be as large as any input. */
function sized(answer: Answer, scope: Scope): Answer {
  return answer instanceof Promise ? answer.then((value) => scope.sized(value)) : scope.sized(answer);
}

function noted(stage: Stage, answer: Answer, scope: Scope): Answer {
  return answer instanceof Promise ? answer.then((value) => scope.stage(stage, value)) : scope.stage(stage, answer);
}
