import type { Step } from "./effect.ts";
import type { Flight } from "./flight.ts";

/** What somebody outside the fibers asks of the world, by HTTP for one. */
export interface Question<T> {
  /** Orders questions that are asked together: the operation, and what is sent. Equal reads have equal keys. */
  readonly key: string;
  /** Names what is asked, for deadlock reports. */
  label(): string;
  /** Begins to answer, when the question's turn has come. */
  begin(): Answering<T>;
}

/** When a question is answered. */
export type Answering<T> =
  | { readonly kind: "now"; readonly value: T }
  /** When this fiber ends; the caller holds no time until then. */
  | { readonly kind: "later"; readonly body: Step<T> }
  /** Now, unless the caller has seen the same at this instant; then when there is news, or at the end of the next instant. */
  | { readonly kind: "read"; readonly look: () => T };

/** A question under way. */
export class Asked<T = unknown> {
  /** Settles when it is known what is asked. */
  readonly arrival: Promise<void>;
  /** The handler's call that asks; `undefined` for code outside. */
  readonly caller: Flight | undefined;
  /** Does whoever asks hold time while thinking about the answer? */
  readonly holdsTime: boolean;
  readonly answer: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (thrown: unknown) => void;
  #question: Question<T> | undefined;
  #unreadable: { readonly thrown: unknown } | undefined;
  /** How a read is answered, while it is held back. */
  look: (() => T) | undefined;
  /** Since when. */
  heldAt = 0;

  constructor(arriving: Promise<Question<T>>, caller: Flight | undefined, holdsTime: boolean) {
    let resolve: (value: T) => void = () => undefined;
    let reject: (thrown: unknown) => void = () => undefined;
    this.answer = new Promise<T>((onAnswer, onRefusal) => {
      resolve = onAnswer;
      reject = onRefusal;
    });
    this.caller = caller;
    this.holdsTime = holdsTime;
    this.resolve = resolve;
    this.reject = reject;
    this.arrival = arriving.then(
      (question) => {
        this.#question = question;
      },
      (thrown: unknown) => {
        this.#unreadable = { thrown };
      },
    );
  }

  get key(): string {
    return this.#question?.key ?? "";
  }

  label(): string {
    return this.#question?.label() ?? "a request that is not here yet";
  }

  /** Begins to answer; throws what reading the question threw. */
  begin(): Answering<T> {
    if (this.#question !== undefined) return this.#question.begin();
    throw this.#unreadable?.thrown;
  }
}

/** By who asks, in the order in which they were started, outside last; then by what is asked; then by arrival. */
export function inOrder(asked: readonly Asked[]): readonly Asked[] {
  return [...asked].sort((left, right) => place(left) - place(right) || textOrder(left.key, right.key));
}

function place({ caller, holdsTime }: Asked): number {
  if (caller !== undefined) return caller.sequence;
  return holdsTime ? Number.MAX_SAFE_INTEGER - 1 : Number.MAX_SAFE_INTEGER;
}

function textOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
