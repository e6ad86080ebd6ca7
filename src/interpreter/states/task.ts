import type { TaskState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import type { Evaluator } from "../../query/index.ts";
import { compilePath, compileTemplate, QueryFailure } from "../../query/index.ts";
import { linkDataFlow, readOrFail } from "../data-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { TaskRequest } from "../ports.ts";
import type { Scope } from "../scope.ts";
import type { StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";

/** ASL "Task State": has something outside the machine do the work. */
export function linkTask(state: TaskState, { node, next }: LinkFrame): StateRunner {
  const flow = linkDataFlow(state);
  const timeout = linkSeconds("TimeoutSecondsPath", state.TimeoutSeconds, state.TimeoutSecondsPath);
  const heartbeat = linkSeconds("HeartbeatSecondsPath", state.HeartbeatSeconds, state.HeartbeatSecondsPath);
  const credentials: Evaluator | undefined = state.Credentials === undefined ? undefined : compileTemplate(state.Credentials);
  return function* task(scope: Scope, raw: Json): Step<Transition> {
    const { environment } = scope;
    const request: TaskRequest = {
      state: node,
      resource: state.Resource,
      input: flow.input(raw, scope),
      attempt: scope.retryCount + 1,
      timeoutSeconds: timeout(raw, scope),
      heartbeatSeconds: heartbeat(raw, scope),
      credentials: credentials?.(raw, scope),
      executionName: environment.name,
      chance: scope,
    };
    const result = yield* environment.tasks.perform(request, scope.pen);
    return new Transition(next, flow.output(raw, result, scope));
  };
}

/** ASL "Timeouts and heartbeats" of one attempt: a number of seconds, or the path to one. */
function linkSeconds(
  field: string,
  literal: number | undefined,
  path: string | undefined,
): (raw: Json, scope: Scope) => number | undefined {
  if (path === undefined) return () => literal;
  const expression = compilePath(path);
  return (raw, scope) => {
    const seconds = readOrFail(expression, raw, scope);
    if (typeof seconds === "number" && Number.isInteger(seconds) && seconds > 0) return seconds;
    throw new QueryFailure(
      "States.Runtime",
      `The ${field} parameter does not reference a positive integer: ${path} == ${JSON.stringify(seconds)}`,
    );
  };
}
