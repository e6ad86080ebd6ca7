import { isUsageError, UsageError } from "../base/errors.ts";
import { frozenJson, mutableCopy, NotJson } from "../base/frozen-json.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import { SILENCE } from "../kernel/external.ts";
import { isAssertionError } from "./assertion-error.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import { invoke } from "./lambda/invoke.ts";
import type { Mock, MockHandler, MockSlot } from "./mocks.ts";
import type { Home, Question } from "./question.ts";
import type { Reply } from "./replies.ts";
import { isReply } from "./replies.ts";
import { thrownBySdk } from "./sdk-exception.ts";
import { sequelOf, silence } from "./sequel.ts";

type Answer = Landed<AwsReply> | Promise<Landed<AwsReply>>;

/** Asks a mock; answers what the machine will see, and when. */
export function answer(slot: MockSlot, call: AwsCall, handle: ExternalHandle, home: Home): Answer {
  const nth = ++slot.calls;
  return answerOf(slot.nth(nth), { slot, call, handle, home, nth }, 0);
}

function answerOf(mock: Mock, question: Question, latencyMs: number): Answer {
  return typeof mock === "function" ? asked(mock as MockHandler, question, latencyMs) : given(mock, question, latencyMs);
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
      return answerOf(reply.mock as Mock, question, latencyMs + reply.latencyMs);
    case "hangs":
      return neverEnded(question.call, latencyMs);
    case "job":
    case "callsBack":
    case "failsBack":
    case "heartbeats":
      return { value: { kind: "sequel", sequel: sequelOf(reply, (value) => jsonFrom(value, question.slot, question.call)) }, latencyMs };
  }
}

/** A service that sends a task's token out answers all the same: it is the callback that never comes. */
function neverEnded({ pattern }: AwsCall, latencyMs: number): Landed<AwsReply> {
  return pattern === "waitForTaskToken" ? { value: { kind: "sequel", sequel: silence("token") }, latencyMs } : SILENCE;
}

function asked(mock: MockHandler, question: Question, latencyMs: number): Answer {
  return question.handle.mayAsk ? followed(mock, question, latencyMs) : called(mock, question, latencyMs);
}

/** What the handler asks of the world is known to be its. */
function followed(mock: MockHandler, question: Question, latencyMs: number): Answer {
  return question.handle.within(() => called(mock, question, latencyMs));
}

function called(mock: MockHandler, question: Question, latencyMs: number): Answer {
  try {
    const value = invoke(mock, inputOf(question), question);
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
  const json = value === undefined ? nothingFrom(call) : isOfSdk(call) ? (value as Json) : jsonOrFile(value, slot, call);
  return { value: { kind: "ok", value: json, isRaw: slot.answersRaw }, latencyMs };
}

/** Does the SDK carry it? It has dates, bytes and streams, too. */
function isOfSdk({ via, function: invoked }: AwsCall): boolean {
  return via === "http" && invoked === undefined;
}

/** A function that returns nothing gives `null`, a service an empty answer. */
function nothingFrom(call: AwsCall): Json {
  return call.function === undefined ? {} : null;
}

/** The file that an ItemReader gets may be bytes, too. */
function jsonOrFile(value: unknown, slot: MockSlot, call: AwsCall): Json {
  if (call.mapField !== "ItemReader" || !hasBytes(value)) return jsonFrom(value, slot, call);
  const { Body, ...described } = value;
  return { ...(jsonFrom(described, slot, call) as JsonObject), Body: Body as unknown as Json };
}

function hasBytes(value: unknown): value is { readonly Body: Uint8Array } {
  return typeof value === "object" && value !== null && "Body" in value && value.Body instanceof Uint8Array;
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
  if (slot.isOtherwise) return { service: call.service, operation: call.operation, state: call.state, input: ownCopy(call.input, call) };
  return ownCopy(slot.answersRaw ? call.input : call.payload, call);
}

function ownCopy(input: Json, call: AwsCall): unknown {
  return call.via === "http" ? structuredClone(input) : mutableCopy(input);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** What a handler throws is the error AWS would report; a test's assertion and a misuse are never a machine's failure. */
function threw(thrown: unknown, { call }: Question, latencyMs: number): Landed<AwsReply> {
  if (isAssertionError(thrown) || isUsageError(thrown)) throw thrown;
  const failed = thrownBySdk(thrown, call);
  if (failed !== undefined) return { value: failed, latencyMs };
  const { errorType, errorMessage } = describeThrown(thrown);
  const cause = call.function === undefined ? errorMessage : lambdaCause(errorType, errorMessage);
  return { value: { kind: "error", error: errorType, cause, ...(isOfSdk(call) && { thrown }) }, latencyMs };
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
