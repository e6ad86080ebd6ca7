import type { AwsReply } from "../aws/call.ts";
import type { LoggedCall } from "../aws/mock-aws.ts";
import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import type { Journal } from "../history/journal.ts";
import { toAwsHistory } from "../history/to-aws.ts";
import type { Visit } from "../history/visit.ts";
import { visitsOf } from "../history/visits.ts";
import type { Call, CallReply, Execution, ExecutionType, Replay } from "./execution.ts";
import { markExecution } from "./execution.ts";
import type { EffectiveLimits } from "./options.ts";
import type { Ending } from "./running-execution.ts";
import { timeline } from "./timeline.ts";

/** What is known of an execution from its start. */
export interface Facts {
  readonly name: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly type: ExecutionType;
  readonly input: Json;
  readonly startedAt: Instant;
  readonly stateNames: readonly string[];
  readonly calls: readonly LoggedCall[];
  readonly replay: Replay;
  readonly limits: EffectiveLimits;
}

/** The execution as a test holds it; history and visits are made from the journal when they are first read. */
export function freezeExecution(facts: Facts, journal: Journal, ending: Ending, stoppedAt: Instant, stateTransitions: number): Execution {
  const history = once(() => Object.freeze(toAwsHistory(journal)));
  const visits = once(() => Object.freeze(visitsOf(journal, true)));
  const path = once(() => Object.freeze(pathOf(visits())));
  const calls = once(() => Object.freeze(callsOf(facts.calls)));
  const execution: Execution = {
    status: ending.status,
    input: facts.input,
    output: ending.status === "SUCCEEDED" ? ending.output : undefined,
    error: "error" in ending ? ending.error : undefined,
    cause: "cause" in ending ? ending.cause : undefined,
    name: facts.name,
    executionArn: facts.executionArn,
    stateMachineArn: facts.stateMachineArn,
    type: facts.type,
    get history(): readonly HistoryEvent[] {
      return history();
    },
    get visits(): readonly Visit[] {
      return visits();
    },
    get path(): readonly string[] {
      return path();
    },
    get calls(): readonly Call[] {
      return calls();
    },
    stateNames: facts.stateNames,
    startDate: new Date(facts.startedAt),
    stopDate: new Date(stoppedAt),
    durationSeconds: (stoppedAt - facts.startedAt) / 1_000,
    billing: Object.freeze({ stateTransitions }),
    replay: facts.replay,
    toString: () => timeline(execution),
  };
  return Object.freeze(markExecution(execution));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The names of the top-level states in order of entry. */
export function pathOf(visits: readonly Visit[]): readonly string[] {
  return visits.filter(({ branch }) => branch.length === 0).map(({ state }) => state);
}

export function callsOf(log: readonly LoggedCall[]): readonly Call[] {
  return log.map(({ call, at, reply }) => ({
    service: call.service,
    operation: call.operation,
    input: call.input,
    state: call.state,
    branch: call.place.branch,
    attempt: call.attempt,
    at: new Date(at),
    reply: reply && replyOf(reply),
    checked: false,
  }));
}

function replyOf(reply: AwsReply): CallReply {
  if (reply.kind === "ok") return { value: reply.value };
  return { error: reply.error, ...(reply.cause !== undefined && { cause: reply.cause }) };
}
