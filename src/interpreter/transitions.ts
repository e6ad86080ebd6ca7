import type { Json } from "../base/json.ts";
import type { Effect, Step } from "../kernel/effect.ts";
import { runGuarded } from "./run-state.ts";
import { Scope } from "./scope.ts";
import type { Awaited, Move, MoveStep, StateNode } from "./state-node.ts";
import { Transition } from "./state-node.ts";
import { failureOf } from "./states-errors.ts";
import type { UnfinishedLine } from "./unfinished-line.ts";

type Yielded = IteratorResult<Effect, Json>;

/**
 * ASL "Transitions": a line goes from state to state until one ends it. A generator written out, which is its own scope: ten thousand
 * lines may wait at once, and a generator takes four times the room.
 */
export class LineOfStates extends Scope implements Step<Json> {
  /** The state to be entered; `undefined` once it has been. */
  #next: StateNode | undefined;
  #data: Json = null;
  /** What the present state waits for; `undefined` before it runs. */
  #waiting: MoveStep | Awaited | undefined;

  /** Begins in this state, when the kernel runs it. */
  from(start: StateNode, input: Json): this {
    this.#next = start;
    this.#data = input;
    return this;
  }

  /** AWS "Redrive behavior": a line goes on in the state it did not get beyond, without entering it again; a Fail state is entered again. */
  goOnFrom(line: UnfinishedLine): this {
    const { node, input } = line;
    this.restore(line.assigned);
    if (node.type === "Fail") return this.from(node, input);
    this.resume(line);
    this.#data = input;
    return this;
  }

  next(answer?: unknown): Yielded {
    try {
      return this.#go(answer);
    } catch (thrown) {
      throw this.#failed(thrown);
    }
  }

  throw(thrown: unknown): Yielded {
    try {
      const waiting = this.#waiting;
      if (waiting === undefined || "kind" in waiting) throw thrown;
      return this.#stepped(waiting.throw(thrown));
    } catch (failure) {
      throw this.#failed(failure);
    }
  }

  return(value: Json): Yielded {
    const waiting = this.#waiting;
    if (waiting !== undefined && !("kind" in waiting)) waiting.return(new Transition(undefined, value));
    return { done: true, value };
  }

  [Symbol.iterator](): this {
    return this;
  }

  #go(answer: unknown): Yielded {
    const waiting = this.#waiting;
    if (waiting === undefined) return this.#next !== undefined && this.#enter(this.#next) ? PAUSED : this.#goOn(this.#run());
    if ("kind" in waiting) return this.#goOn((this.node as StateNode).goOn(this, this.#data, waiting, answer));
    return this.#stepped(waiting.next(answer));
  }

  /** Follows moves up to where the line has to wait, or ends. */
  #goOn(first: Move): Yielded {
    let move = first;
    for (;;) {
      if (move instanceof Transition) {
        this.#leave(move);
        if (move.to === undefined) return { done: true, value: move.output };
        if (this.#enter(move.to)) return PAUSED;
        move = this.#run();
        continue;
      }
      this.#waiting = move;
      if ("kind" in move) return { done: false, value: move };
      const yielded: IteratorResult<Effect, Move> = move.next();
      if (yielded.done !== true) return yielded;
      move = yielded.value;
    }
  }

  #stepped(yielded: IteratorResult<Effect, Move>): Yielded {
    return yielded.done === true ? this.#goOn(yielded.value) : yielded;
  }

  /** Does the execution pause here? */
  #enter(node: StateNode): boolean {
    this.enter(node, this.#data);
    this.#next = undefined;
    return this.environment.breakpoint === node.name;
  }

  #run(): Move {
    const node = this.node as StateNode;
    return node.isGuarded ? runGuarded(node, this, this.#data) : node.run(this, this.#data);
  }

  #leave(transition: Transition): void {
    this.#waiting = undefined;
    this.#data = transition.output;
    this.exit(this.node as StateNode, transition);
  }

  #failed(thrown: unknown): unknown {
    const failure = failureOf(thrown, this);
    this.closeFailed();
    this.decision({ kind: "fail", error: failure.error, cause: failure.cause });
    return failure;
  }
}

const PAUSED: Yielded = { done: false, value: { kind: "pause" } };
