import type { TaskState } from "../../asl/model.ts";
import { waits } from "../../asl/rules/integrations.ts";
import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { TaskLimits } from "../../history/task-limits.ts";
import { NO_LIMITS } from "../../history/task-limits.ts";
import type { Step } from "../../kernel/effect.ts";
import { sleepUntil } from "../../kernel/effect.ts";
import type { Answer } from "../../query/index.ts";
import { compileJsonataTemplate, compileTemplate } from "../../query/index.ts";
import { ready } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { NumberField } from "../number-field.ts";
import { linkNumber, POSITIVE } from "../number-field.ts";
import type { TaskAttempt, TaskOutcome } from "../ports.ts";
import type { Scope } from "../scope.ts";
import type { Move, StateRunner } from "../state-node.ts";

/** ASL "Task State": has something outside the machine do the work. */
export function linkTask(state: TaskState, frame: LinkFrame): StateRunner {
  const { node, next } = frame;
  const flow = linkFlow(state, frame, true);
  const limits = linkLimits(state, frame);
  node.hasToken = waits(state.Resource);
  const hasParameters = state.Parameters !== undefined || state.Arguments !== undefined;
  const begin = (scope: Scope, raw: Json, input: Json, limits: TaskLimits): Move => {
    const attempt = scope.environment.tasks.begin({ state: node, resource: state.Resource, hasParameters, input, limits }, scope);
    if (attempt instanceof StatesFailure) return failAfterOthers(scope, attempt);
    return "kind" in attempt ? attempt : endLater(scope, raw, attempt);
  };
  function* beginLater(scope: Scope, raw: Json, input: Answer): Step<Move> {
    return begin(scope, raw, yield* ready(input), limits === undefined ? NO_LIMITS : yield* limits(raw, scope));
  }
  function* endLater(scope: Scope, raw: Json, attempt: Step<TaskOutcome>): Step<Move> {
    return end(scope, raw, yield* attempt);
  }
  const end = (scope: Scope, raw: Json, outcome: TaskOutcome): Move =>
    outcome instanceof StatesFailure ? failAfterOthers(scope, outcome) : flow.leave(raw, outcome, scope, next);
  node.goOn = (scope, raw, attempt, reply) => end(scope, raw, (attempt as TaskAttempt).end(reply));
  return (scope, raw) => {
    const input = flow.enter(raw, scope);
    return input instanceof Promise || limits !== undefined ? beginLater(scope, raw, input) : begin(scope, raw, input, NO_LIMITS);
  };
}

/** Whatever else ends at this instant is recorded before the failure takes effect, as AWS does. */
function* failAfterOthers(scope: Scope, failure: StatesFailure): Step<never> {
  yield* sleepUntil(scope.environment.kernel.now());
  throw failure;
}

/** ASL "Timeouts and heartbeats" and "Credentials" of an attempt; `undefined` where a state has none of them. */
function linkLimits(state: TaskState, frame: LinkFrame): ((raw: Json, scope: Scope) => Step<TaskLimits>) | undefined {
  if (!LIMITS.some((name) => Object.hasOwn(state, name))) return undefined;
  const timeout = linkNumber(seconds("TimeoutSeconds", state.TimeoutSeconds, state.TimeoutSecondsPath), frame.language);
  const heartbeat = linkNumber(seconds("HeartbeatSeconds", state.HeartbeatSeconds, state.HeartbeatSecondsPath), frame.language);
  const credentials = linkCredentials(state.Credentials, frame);
  return function* limits(raw: Json, scope: Scope): Step<TaskLimits> {
    const timeoutSeconds = (yield* readyField(timeout(raw, scope))) as number | undefined;
    const heartbeatSeconds = (yield* readyField(heartbeat(raw, scope))) as number | undefined;
    return { timeoutSeconds, heartbeatSeconds, credentials: yield* readyField(credentials(raw, scope)) };
  };
}

const LIMITS: readonly (keyof TaskState)[] = [
  "TimeoutSeconds",
  "TimeoutSecondsPath",
  "HeartbeatSeconds",
  "HeartbeatSecondsPath",
  "Credentials",
];

function* readyField(answer: Answer | undefined): Step<Json | undefined> {
  return answer === undefined ? undefined : yield* ready(answer);
}

function seconds(name: string, value: number | string | undefined, path: string | undefined): NumberField {
  const refusal = (found: string, at: string): string =>
    `The ${name}Path parameter does not reference a positive integer: ${at} == ${found}`;
  return { name, value, path, kind: POSITIVE, refusal };
}

type CredentialsSource = (raw: Json, scope: Scope) => Answer | undefined;

function linkCredentials(credentials: Json | undefined, { language }: LinkFrame): CredentialsSource {
  if (credentials === undefined) return () => undefined;
  if (language === "JSONPath") return compileTemplate(credentials);
  const evaluate = compileJsonataTemplate("Credentials", credentials);
  return (raw, scope) => evaluate({ input: raw }, scope);
}
