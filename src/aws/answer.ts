import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { isUsageError, UsageError } from "../base/errors.ts";
import { frozenJson, mutableCopy, NotJson } from "../base/frozen-json.ts";
import type { Json } from "../base/json.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import { SILENCE } from "../kernel/external.ts";
import { isAssertionError } from "./assertion-error.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import type { Mock, MockSlot } from "./mocks.ts";
import type { Reply } from "./replies.ts";
import { isReply } from "./replies.ts";

/** What a mock function gets beside its input. */
export interface MockContext {
  readonly state: string;
  /** The Parallel branches and Map iterations around the state, outermost first. */
  readonly branch: readonly { readonly state: string; readonly index: number }[];
  /** 1 for the state's first try. */
  readonly attempt: number;
  /** Counts this mock's calls, from 1. */
  readonly call: number;
  readonly executionName: string;
  /** Virtual time. */
  readonly now: Date;
  /** Waits in virtual time. */
  sleep(duration: Duration): Promise<void>;
  /** Aborted when the execution no longer waits for the answer. */
  readonly signal: AbortSignal;
}

type MockFunction = (input: unknown, context: MockContext) => unknown;
type Answer = Landed<AwsReply> | Promise<Landed<AwsReply>>;

interface Question {
  readonly slot: MockSlot;
  readonly call: AwsCall;
  readonly handle: ExternalHandle;
  /** Which call of this mock it is, from 1. */
  readonly nth: number;
}

/** Asks a mock; answers what the machine will see, and when. */
export function answer(slot: MockSlot, call: AwsCall, handle: ExternalHandle): Answer {
  const nth = ++slot.calls;
  return answerOf(slot.nth(nth), { slot, call, handle, nth }, 0);
}

function answerOf(mock: Mock, question: Question, latencyMs: number): Answer {
  return typeof mock === "function" ? asked(mock as MockFunction, question, latencyMs) : given(mock, question, latencyMs);
}

/** A value or a reply; an array here is a value, since only mocks are sequences. */
function given(value: unknown, question: Question, latencyMs: number): Answer {
  return isReply(value) ? replied(value, question, latencyMs) : landed(value, question, latencyMs);
}

function replied(reply: Reply, question: Question, latencyMs: number): Answer {
  switch (reply.kind) {
    case "returns":
      return landed(reply.value, question, latencyMs);
    case "fails":
      return { value: { kind: "error", error: reply.error, cause: reply.cause }, latencyMs };
    case "after":
      return answerOf(reply.mock, question, latencyMs + reply.latencyMs);
    case "hangs":
      return SILENCE;
  }
}

function asked(mock: MockFunction, question: Question, latencyMs: number): Answer {
  try {
    const value = mock(inputOf(question), contextOf(question));
    return isThenable(value) ? settled(value, question, latencyMs) : given(value, question, latencyMs);
  } catch (thrown) {
    return threw(thrown, question, latencyMs);
  }
}

async function settled(value: PromiseLike<unknown>, question: Question, latencyMs: number): Promise<Landed<AwsReply>> {
  try {
    return await given(await value, question, latencyMs);
  } catch (thrown) {
    return threw(thrown, question, latencyMs);
  }
}

function landed(value: unknown, { slot, call }: Question, latencyMs: number): Landed<AwsReply> {
  return { value: { kind: "ok", value: value === undefined ? nothingFrom(call) : jsonFrom(value, slot, call) }, latencyMs };
}

/** A function that returns nothing gives `null`, a service an empty answer. */
function nothingFrom({ invocation }: AwsCall): Json {
  return invocation === undefined ? {} : null;
}

function jsonFrom(value: unknown, slot: MockSlot, call: AwsCall): Json {
  try {
    return frozenJson(value);
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown;
    throw new UsageError(`The mock ${slot.label} answered what is not JSON: ${thrown.found} at ${thrown.path}.`, {
      code: "NOT_JSON",
      state: call.state,
      hint: "A Task's result is JSON: objects, arrays, strings, finite numbers, booleans and null.",
    });
  }
}

function inputOf({ slot, call }: Question): unknown {
  if (slot.label === "otherwise") return { service: call.service, operation: call.operation, state: call.state, input: mutableCopy(call.input) };
  return mutableCopy(call.invocation !== undefined && !slot.answersRaw ? call.invocation.payload : call.input);
}

function contextOf({ call, handle, nth }: Question): MockContext {
  return {
    state: call.state,
    get branch() {
      return call.place.branch;
    },
    attempt: call.attempt,
    call: nth,
    executionName: call.executionName,
    get now() {
      return new Date(handle.now());
    },
    sleep: (duration) => handle.sleep(milliseconds(duration, "The duration of sleep()")),
    get signal() {
      return handle.signal;
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** What a handler throws is the error AWS would report; a test's assertion and a misuse are never a machine's failure. */
function threw(thrown: unknown, { call }: Question, latencyMs: number): Landed<AwsReply> {
  if (isAssertionError(thrown) || isUsageError(thrown)) throw thrown;
  const { errorType, errorMessage } = describeThrown(thrown);
  const cause = call.invocation === undefined ? errorMessage : lambdaCause(errorType, errorMessage);
  return { value: { kind: "error", error: errorType, cause }, latencyMs };
}

function describeThrown(thrown: unknown): { readonly errorType: string; readonly errorMessage: string } {
  if (typeof thrown !== "object" || thrown === null) return { errorType: typeof thrown, errorMessage: String(thrown) };
  const { name, message } = thrown as { readonly name?: unknown; readonly message?: unknown };
  return { errorType: String(name ?? "Error"), errorMessage: String(message ?? "") };
}

/** The cause Lambda reports: no stack, which would differ from machine to machine. */
function lambdaCause(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`.split("\n", 1)[0]] });
}
