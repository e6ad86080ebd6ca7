import type { TaskToken, TokenRefusal, Tokens } from "../aws/tokens.ts";
import { UsageError } from "../base/errors.ts";
import { frozenJson, mutableCopy, NotJson } from "../base/frozen-json.ts";
import type { Json } from "../base/json.ts";

/** What a callback needs of the execution it is for. */
export interface CallbackPlace {
  readonly tokens: Tokens;
  /** The token it stands for, once its task waits. */
  find(): TaskToken | undefined;
  /** Runs all that is due now. */
  settle(): Promise<void>;
  /** The error for a token that nobody waits with. */
  missing(): UsageError;
}

/** A task that waits, in the hands of a test: what SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat do with its token. */
export class TaskCallback {
  readonly #place: CallbackPlace;
  #token: TaskToken | undefined;

  /** @internal */
  constructor(place: CallbackPlace) {
    this.#place = place;
    this.#token = place.find();
  }

  /** The task token, to be given to code under test. Throws a UsageError when the task does not wait yet. */
  get token(): string {
    return this.#found().text;
  }

  /** What the service or the worker was given; a copy. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read it without narrowing it first
  get input(): any {
    return mutableCopy(this.#found().task.input);
  }

  /** SendTaskSuccess; resolves when all that is due now has run. Rejects with a UsageError for what is not JSON, and when AWS would refuse the token. */
  async succeed(output: unknown = {}): Promise<void> {
    const json = jsonOf(output);
    await this.#say((text) => this.#place.tokens.succeed(text, json));
  }

  /** SendTaskFailure; resolves when all that is due now has run. Rejects with a UsageError when AWS would refuse the token. */
  async fail(error?: string, cause?: string): Promise<void> {
    await this.#say((text) => this.#place.tokens.fail(text, error, cause));
  }

  /** SendTaskHeartbeat; resolves when all that is due now has run. Rejects with a UsageError when AWS would refuse the token. */
  async heartbeat(): Promise<void> {
    await this.#say((text) => this.#place.tokens.heartbeat(text));
  }

  async #say(say: (text: string) => TokenRefusal | undefined): Promise<void> {
    if (this.#token === undefined) await this.#place.settle();
    const refusal = say(this.#found().text);
    if (refusal !== undefined) throw refused(refusal);
    await this.#place.settle();
  }

  #found(): TaskToken {
    this.#token ??= this.#place.find();
    if (this.#token === undefined) throw this.#place.missing();
    return this.#token;
  }
}

function jsonOf(output: unknown): Json {
  try {
    return frozenJson(output);
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown;
    throw new UsageError(`The output of succeed() is not JSON: ${thrown.found} at ${thrown.path}.`, { code: "NOT_JSON" });
  }
}

function refused({ code, message }: TokenRefusal): UsageError {
  return new UsageError(`AWS would refuse this callback: ${message} (${code}).`, {
    code: "TOKEN_REFUSED",
    hint: "A token is good for one answer, while its task waits: not after a timeout, and not for the task's next attempt.",
  });
}
