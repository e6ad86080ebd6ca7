import type { TaskState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { computed } from "../../kernel/effect.ts";
import type { Answer } from "../../query/index.ts";
import { compileJsonataTemplate, compileTemplate } from "../../query/index.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { NumberField } from "../number-field.ts";
import { linkNumber } from "../number-field.ts";
import type { TaskRequest } from "../ports.ts";
import type { Scope } from "../scope.ts";
import type { StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";

/** ASL "Task State": has something outside the machine do the work. */
export function linkTask(state: TaskState, frame: LinkFrame): StateRunner {
  const flow = linkFlow(state, frame, true);
  const fields = linkRequest(state, frame, flow.enter);
  return function* task(scope: Scope, raw: Json): Step<Transition> {
    const asked: (Json | undefined)[] = [];
    for (const field of fields) {
      const answer = field(raw, scope);
      asked.push(answer instanceof Promise ? yield* computed(answer) : answer);
    }
    const result = yield* scope.environment.tasks.perform(requestOf(state, frame, scope, asked), scope.pen);
    const answer = flow.leave(raw, result, scope, frame.next);
    return answer instanceof Transition ? answer : yield* answer;
  };
}

type Ask = (raw: Json, scope: Scope) => Answer | undefined;

/** What one attempt asks for, in the order of {@link requestOf}. */
function linkRequest(state: TaskState, frame: LinkFrame, input: Ask): readonly Ask[] {
  const timeout = linkNumber(seconds("TimeoutSeconds", state.TimeoutSeconds, state.TimeoutSecondsPath), frame.language);
  const heartbeat = linkNumber(seconds("HeartbeatSeconds", state.HeartbeatSeconds, state.HeartbeatSecondsPath), frame.language);
  return [input, timeout, heartbeat, linkCredentials(state.Credentials, frame)];
}

function requestOf(
  { Resource }: TaskState,
  { node }: LinkFrame,
  scope: Scope,
  [input, timeout, heartbeat, credentials]: readonly (Json | undefined)[],
): TaskRequest {
  return {
    state: node,
    resource: Resource,
    input: input as Json,
    attempt: scope.retryCount + 1,
    timeoutSeconds: timeout as number | undefined,
    heartbeatSeconds: heartbeat as number | undefined,
    credentials,
    executionName: scope.environment.name,
    chance: scope,
  };
}

/** ASL "Timeouts and heartbeats" of one attempt. */
function seconds(name: string, value: number | string | undefined, path: string | undefined): NumberField {
  const refusal = (found: string, at: string): string =>
    `The ${name}Path parameter does not reference a positive integer: ${at} == ${found}`;
  return { name, value, path, least: 1, refusal };
}

function linkCredentials(credentials: Json | undefined, { language }: LinkFrame): Ask {
  if (credentials === undefined) return () => undefined;
  if (language === "JSONPath") return compileTemplate(credentials);
  const evaluate = compileJsonataTemplate("Credentials", credentials);
  return (raw, scope) => evaluate({ input: raw }, scope);
}
