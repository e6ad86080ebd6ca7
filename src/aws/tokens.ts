import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { drawUuid } from "../kernel/random.ts";
import { Signal } from "../kernel/signal.ts";

/** What somebody who holds a task token said: SendTaskSuccess or SendTaskFailure. */
export type Callback =
  | { readonly kind: "success"; readonly output: Json }
  | { readonly kind: "failure"; readonly error: string | undefined; readonly cause: string | undefined };

/** Why AWS refuses a callback, as the Step Functions API names it. */
export interface TokenRefusal {
  readonly code: "InvalidToken" | "TaskTimedOut";
  readonly message: string;
}

const UNKNOWN: TokenRefusal = { code: "InvalidToken", message: "Invalid Token: 'Invalid token'" };
const CLOSED: TokenRefusal = { code: "TaskTimedOut", message: "Task Timed Out: 'Provided task does not exist anymore'" };

/** The task that a token stands for. */
export interface TokenTask {
  readonly state: string;
  /** What the service or the worker was given. */
  readonly input: Json;
  /** The branches and iterations around the state, outermost first. */
  readonly branch: readonly { readonly state: string; readonly index: number }[];
  /** Tells the executions of a world apart. */
  readonly execution: object;
}

/** A token while its task waits. */
export class TaskToken {
  readonly text: string;
  readonly task: TokenTask;
  /** How the task ends, once somebody has said it. */
  callback: Callback | undefined;
  /** When the last sign of life came, or the wait began. */
  lastBeat: Instant;
  /** Is told that the task is over, however it ended. */
  whenClosed: (() => void) | undefined;
  /** Wakes the line that waits, each time something is said. */
  news: Signal<void>;

  constructor(text: string, task: TokenTask, now: Instant) {
    this.text = text;
    this.task = task;
    this.lastBeat = now;
    this.news = this.renewed();
  }

  /** A signal for what is said next. */
  renewed(): Signal<void> {
    return (this.news = new Signal(() => `"${this.task.state}" waits for its task token: ${beginningOf(this.text)}`));
  }
}

/** Enough to tell a token from others in a message. */
function beginningOf(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

/** All tokens begin with the same sixteen. */
const SHOWN = 28;

/** The task tokens of a world, from the moment they are drawn; what is said with them is heard at this instant. */
export class Tokens {
  readonly #kernel: Kernel;
  readonly #seed: number;
  /** By text; one whose task does not wait has none. */
  readonly #tokens = new Map<string, TaskToken | undefined>();

  constructor(kernel: Kernel, seed: number) {
    this.#kernel = kernel;
    this.#seed = seed;
  }

  /** A new token; `draw` says who asks, so that nobody else's token depends on it. */
  issue(draw: string): string {
    for (let again = 0; ; again++) {
      const text = this.#drawn(`token|${draw}|${again}`);
      if (this.#tokens.has(text)) continue;
      this.#tokens.set(text, undefined);
      return text;
    }
  }

  /** As opaque as AWS's: base64, with what an address or a shell would stumble over. */
  #drawn(draw: string): string {
    const hexadecimal = [0, 1, 2, 3].map((part) => drawUuid(this.#seed, `${draw}|${part}`)).join("");
    return `AAAAKgAAAAIAAAAA${Buffer.from(hexadecimal.replaceAll("-", ""), "hex").toString("base64")}`;
  }

  /** From now on the token can be used. */
  open(text: string, task: TokenTask): TaskToken {
    const token = new TaskToken(text, task, this.#kernel.now());
    this.#tokens.set(text, token);
    return token;
  }

  /** The task is over: whoever comes with the token now is too late. */
  close({ text, whenClosed }: TaskToken): void {
    this.#tokens.set(text, undefined);
    whenClosed?.();
  }

  /** The token, while its task waits. */
  get(text: string): TaskToken | undefined {
    return this.#tokens.get(text);
  }

  /** The tokens that tasks wait for, the oldest first. */
  *waiting(): Iterable<TaskToken> {
    for (const token of this.#tokens.values()) if (token !== undefined && token.callback === undefined) yield token;
  }

  /** SendTaskSuccess; answers why it is refused, if it is. */
  succeed(text: string, output: Json): TokenRefusal | undefined {
    return this.#call(text, { kind: "success", output });
  }

  /** SendTaskFailure; answers why it is refused, if it is. */
  fail(text: string, error?: string, cause?: string): TokenRefusal | undefined {
    return this.#call(text, { kind: "failure", error, cause });
  }

  /** SendTaskHeartbeat; answers why it is refused, if it is. */
  heartbeat(text: string): TokenRefusal | undefined {
    return this.#use(text, (token) => {
      token.lastBeat = this.#kernel.now();
    });
  }

  #call(text: string, callback: Callback): TokenRefusal | undefined {
    return this.#use(text, (token) => {
      token.callback = callback;
    });
  }

  #use(text: string, say: (token: TaskToken) => void): TokenRefusal | undefined {
    const token = this.#tokens.get(text);
    if (token === undefined) return this.#tokens.has(text) ? CLOSED : UNKNOWN;
    if (token.callback !== undefined) return CLOSED;
    say(token);
    this.#kernel.signal(token.news, undefined);
    return undefined;
  }
}
