import type { Catcher, Retrier, StateType } from "../asl/model.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Pointer } from "../base/pointer.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { ExternalEffect, GroupEffect, Step } from "../kernel/effect.ts";
import type { CatchRunner } from "./catch.ts";
import type { Scope } from "./scope.ts";

/** Where a state leads: the next state with its input, or the end of its line; and the variables it assigns. */
export class Transition {
  readonly to: StateNode | undefined;
  readonly output: Json;
  readonly assigned: JsonObject | undefined;

  constructor(to: StateNode | undefined, output: Json, assigned?: JsonObject) {
    this.to = to;
    this.output = output;
    this.assigned = assigned;
  }
}

/** Where a state leads, or the step that finds out, or what the state waits for before its node goes on. */
export type Move = Transition | MoveStep | Awaited;

/** What a state waits for without a step of its own. */
export type Awaited = ExternalEffect | GroupEffect;

/** It may end in another step, which then goes on in its place. */
export interface MoveStep extends Step<Move> {}

/** Runs a state on its raw input; a state that cannot wait answers at once. */
export type StateRunner = (scope: Scope, raw: Json) => Move;

/** Goes on with a state that has waited: spares it a step, of which thousands may wait at once. */
export type StateResumer = (scope: Scope, raw: Json, awaited: Awaited, answer: unknown) => Move;

export interface LinkedCatcher {
  readonly catcher: Catcher;
  readonly next: StateNode;
  readonly take: CatchRunner;
}

/** A state of a linked machine: its paths, templates and rules compiled, its targets at hand. */
export class StateNode implements StateRef {
  readonly name: string;
  readonly number: number;
  readonly type: StateType;
  readonly pointer: Pointer;
  readonly resource: string | undefined;
  /** Is it a Task that waits, so that it has a task token? */
  hasToken = false;
  retriers: readonly Retrier[] = [];
  catchers: readonly LinkedCatcher[] = [];
  run: StateRunner = unlinked;
  goOn: StateResumer = unlinked;

  constructor(name: string, number: number, type: StateType, pointer: Pointer, resource?: string) {
    this.name = name;
    this.number = number;
    this.type = type;
    this.pointer = pointer;
    this.resource = resource;
  }

  /** Has it a Retry or a Catch? */
  get isGuarded(): boolean {
    return this.retriers.length > 0 || this.catchers.length > 0;
  }
}

function unlinked(): never {
  throw new Error("a state runs before its machine is linked");
}
