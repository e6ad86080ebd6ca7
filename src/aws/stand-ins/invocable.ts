import type { Instant } from "../../base/brand.ts";
import { later } from "../../base/brand.ts";
import { UsageError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { Step, TimedOut } from "../../kernel/effect.ts";
import { sleepUntil, TIMED_OUT } from "../../kernel/effect.ts";
import type { ExternalHandle } from "../../kernel/external.ts";
import type { AwsCall, AwsReply, CallPlace } from "../call.ts";
import type { Mock } from "../mocks.ts";
import { MockSlot } from "../mocks.ts";
import type { FunctionName } from "../resource.ts";
import { parseFunctionName } from "../resource.ts";
import type { StandInWorld } from "./world.ts";

/** A function that a service invokes: by the name of its mock, or the mock itself. */
export interface Invocable {
  readonly name: FunctionName;
  /** Answers instead of the mocks. */
  readonly slot: MockSlot | undefined;
  /** Who invokes it, in messages. */
  readonly invoker: string;
}

/** A text names a function under `lambda`; anything else is a mock. */
export function invocableOf(target: Mock, invoker: string): Invocable {
  if (typeof target === "string") return { name: parseFunctionName(target), slot: undefined, invoker };
  const name = typeof target === "function" && target.name !== "" ? target.name : "handler";
  return { name: { name, qualifier: undefined }, slot: new MockSlot(invoker, undefined, target, false), invoker };
}

/** Lambda's own limit: no function runs longer. */
const LONGEST_SECONDS = 900;

/** What a function answered; `undefined` when it failed or took too long. */
export type FunctionAnswer = { readonly value: Json } | undefined;

/** Invokes a function and waits for what it answers; no longer than a function may run. */
export function* invoked(world: StandInWorld, invocable: Invocable, payload: Json): Step<FunctionAnswer> {
  const call = new InvokedByService(invocable, payload, world.now());
  const reply = (yield {
    kind: "external",
    label: () => `${invocable.invoker} waits for ${call.function.name}`,
    deadline: later(call.at, LONGEST_SECONDS),
    start: (handle: ExternalHandle) => world.host.ask(call, handle, invocable.slot),
  }) as AwsReply | TimedOut;
  if (reply === TIMED_OUT || reply.kind === "error") return undefined;
  if (reply.kind === "sequel") throw noTask(invocable);
  return reply;
}

function noTask({ invoker, name }: Invocable): UsageError {
  return new UsageError(`${name.name}, invoked by ${invoker}, answered with a reply for Task states.`, {
    code: "INVALID_REPLY",
    hint: "job(), callsBack(), failsBack() and heartbeats() are for Tasks that wait for a job or a token.",
  });
}

/** Lambda, "Asynchronous invocation": a failing function is tried again after one minute, and after two more. */
export function* invokedAsynchronously(world: StandInWorld, invocable: Invocable, payload: Json): Step<void> {
  for (const pauseSeconds of [60, 120, undefined]) {
    const answer = yield* invoked(world, invocable, payload);
    if (pauseSeconds === undefined || answer !== undefined) return;
    yield* sleepUntil(later(world.now(), pauseSeconds));
  }
}

/** A call that no machine makes. */
class InvokedByService implements AwsCall {
  readonly service = "lambda";
  readonly operation = "invoke";
  readonly input: Json;
  readonly payload: Json;
  readonly function: FunctionName;
  readonly invoker: string;
  readonly state = "";
  readonly place: CallPlace = { branch: [] };
  readonly attempt = 1;
  readonly taskToken = undefined;
  readonly executionName = "";
  readonly at: Instant;

  constructor({ name, invoker }: Invocable, payload: Json, at: Instant) {
    this.function = name;
    this.invoker = invoker;
    this.input = payload;
    this.payload = payload;
    this.at = at;
  }
}
