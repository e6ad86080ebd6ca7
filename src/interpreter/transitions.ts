import type { Json } from "../base/json.ts";
import type { Effect, ExternalEffect, Step } from "../kernel/effect.ts";
import { runGuarded } from "./run-state.ts";
import type { Scope } from "./scope.ts";
import type { Move, MoveStep, StateNode } from "./state-node.ts";
import { Transition } from "./state-node.ts";
import { failureOf } from "./states-errors.ts";
import type { UnfinishedLine } from "./unfinished-line.ts";

/** ASL "Transitions": from state to state until one ends the line. */
export function runStates(start: StateNode, scope: Scope, input: Json): Step<Json> {
  return new LineOfStates(start, scope, input);
}

/** AWS "Redrive behavior": a line goes on in the state it did not get beyond, without entering it again; a Fail state is entered again. */
export function resumeStates(line: UnfinishedLine, scope: Scope): Step<Json> {
  const { node, input } = line;
  scope.restore(line.assigned);
  if (node.type === "Fail") return new LineOfStates(node, scope, input);
  scope.resume(line);
  return new LineOfStates(node, scope, input, true);
}

type Yielded = IteratorResult<Effect, Json>;

/** A generator written out: ten thousand lines may wait at once, and a generator takes four times the room. */
class LineOfStates implements Step<Json> {
  readonly #scope: Scope;
  #node: StateNode;
  #data: Json;
  /** What the present state waits for; `undefined` before it runs. */
  #waiting: MoveStep | ExternalEffect | undefined;
  #isEntered: boolean;

  constructor(start: StateNode, scope: Scope, input: Json, isEntered = false) {
    this.#scope = scope;
    this.#node = start;
    this.#data = input;
    this.#isEntered = isEntered;
  }

  next(answer?: unknown): Yielded {
    try {
      return this.#next(answer);
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

  #next(answer: unknown): Yielded {
    const waiting = this.#waiting;
    if (waiting === undefined) return !this.#isEntered && this.#enter() ? PAUSED : this.#goOn(this.#run());
    if ("kind" in waiting) return this.#goOn(this.#node.goOn(this.#scope, this.#data, waiting, answer));
    return this.#stepped(waiting.next(answer));
  }

  /** Follows moves up to where the line has to wait, or ends. */
  #goOn(first: Move): Yielded {
    let move = first;
    for (;;) {
      if (move instanceof Transition) {
        this.#leave(move);
        if (move.to === undefined) return { done: true, value: move.output };
        this.#node = move.to;
        if (this.#enter()) return PAUSED;
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
  #enter(): boolean {
    const { environment } = this.#scope;
    this.#scope.enter(this.#node, this.#data);
    this.#isEntered = true;
    return environment.breakpoint === this.#node.name;
  }

  #run(): Move {
    const node = this.#node;
    return node.isGuarded ? runGuarded(node, this.#scope, this.#data) : node.run(this.#scope, this.#data);
  }

  #leave(transition: Transition): void {
    this.#waiting = undefined;
    this.#isEntered = false;
    this.#data = transition.output;
    this.#scope.exit(this.#node, transition);
  }

  #failed(thrown: unknown): unknown {
    const scope = this.#scope;
    const failure = failureOf(thrown, scope);
    scope.closeFailed();
    scope.pen.decision({ kind: "fail", error: failure.error, cause: failure.cause });
    return failure;
  }
}

const PAUSED: Yielded = { done: false, value: { kind: "pause" } };
