import { milliseconds } from "../../base/duration.ts";
import { drawUuid } from "../../kernel/random.ts";
import type { AwsCall } from "../call.ts";
import type { MockContext } from "../mock-context.ts";
import type { Question } from "../question.ts";
import type { LambdaSettings } from "./lambda-settings.ts";

/** What a Lambda handler finds in its context, as the runtime for Node.js gives it; a mock of another service has no function's name. */
export interface LambdaContextMembers {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** A text, as Lambda has it. */
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  /** What is left of the function's timeout in virtual time; of 15 minutes when it has none. */
  getRemainingTimeInMillis(): number;
  done(error?: unknown, result?: unknown): void;
  fail(error: unknown): void;
  succeed(result: unknown): void;
}

/** How a callback-style handler answers. */
export type LambdaCallback = (error?: unknown, result?: unknown) => void;

/** No function of Lambda runs longer. */
const LONGEST_MS = 900_000;

/** The context of a call: that of any mock, and Lambda's own. Each call makes one: it is lean. */
export class LambdaContext implements MockContext {
  readonly state: string;
  readonly attempt: number;
  readonly call: number;
  callbackWaitsForEmptyEventLoop = true;
  readonly #question: Question;
  readonly #settings: LambdaSettings;
  #completion: Completion | undefined;

  constructor(question: Question, settings: LambdaSettings) {
    const { call, nth } = question;
    this.state = call.state;
    this.attempt = call.attempt;
    this.call = nth;
    this.#question = question;
    this.#settings = settings;
  }

  get executionName(): string {
    return this.#question.call.executionName;
  }

  get taskToken(): string | undefined {
    return this.#question.call.taskToken;
  }

  get branch(): MockContext["branch"] {
    return this.#question.call.place.branch;
  }

  get now(): Date {
    return new Date(this.#question.handle.now());
  }

  get signal(): AbortSignal {
    return this.#question.handle.signal;
  }

  /** A getter, as the others that answer functions, so that a handler may take it out of its context. */
  get sleep(): MockContext["sleep"] {
    const { handle } = this.#question;
    return (duration) => handle.sleep(milliseconds(duration, "The duration of sleep()"));
  }

  /** Is it a function that is called, and no other service? */
  get isOfFunction(): boolean {
    return this.#question.call.function !== undefined;
  }

  get functionName(): string {
    return this.#question.call.function?.name ?? "";
  }

  get functionVersion(): string {
    return "$LATEST";
  }

  get invokedFunctionArn(): string {
    const { region, accountId } = this.#question.home;
    const qualifier = this.#question.call.function?.qualifier;
    return `arn:aws:lambda:${region}:${accountId}:function:${this.functionName}${qualifier === undefined ? "" : `:${qualifier}`}`;
  }

  get memoryLimitInMB(): string {
    return String(this.#settings.memory ?? 128);
  }

  get awsRequestId(): string {
    return requestIdOf(this.#question);
  }

  get logGroupName(): string {
    return `/aws/lambda/${this.functionName}`;
  }

  get logStreamName(): string {
    const day = new Date(this.#question.call.at).toISOString().slice(0, 10).replaceAll("-", "/");
    return `${day}/[$LATEST]${drawUuid(this.#question.home.seed, `log stream|${this.functionName}`).replaceAll("-", "")}`;
  }

  get getRemainingTimeInMillis(): () => number {
    const { call, handle } = this.#question;
    const end = call.at + (this.#settings.timeoutMs ?? LONGEST_MS);
    return () => Math.max(0, end - handle.now());
  }

  get done(): LambdaCallback {
    const completion = (this.#completion ??= newCompletion());
    return (error, result) => (error === undefined || error === null ? completion.resolve(result) : completion.reject(error));
  }

  get fail(): (error: unknown) => void {
    return (this.#completion ??= newCompletion()).reject;
  }

  get succeed(): (result: unknown) => void {
    return (this.#completion ??= newCompletion()).resolve;
  }

  /** What the handler answers by its callback, or by its context. */
  get completion(): Promise<unknown> {
    return (this.#completion ??= newCompletion()).promise;
  }
}

interface Completion {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

function newCompletion(): Completion {
  let resolve: Completion["resolve"] = () => undefined;
  let reject: Completion["reject"] = () => undefined;
  const promise = new Promise<unknown>((one, other) => {
    resolve = one;
    reject = other;
  });
  // A handler may fail by its context and yet answer otherwise.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Depends on where the call was made, and how many of it there were. */
export function requestIdOf({ call, nth, home }: Pick<Question, "call" | "nth" | "home">): string {
  return drawUuid(home.seed, `request|${call.executionName}|${placeOf(call)}|${call.attempt}|${call.function?.name}|${nth}`);
}

function placeOf({ state, place }: AwsCall): string {
  return [...place.branch.map((step) => `${step.state}#${step.index}`), state].join("/");
}
