import type { Catcher, Retrier, StateType } from "../asl/model.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Pointer } from "../base/pointer.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { Step } from "../kernel/effect.ts";
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

/** Runs a state on its raw input; a state that cannot wait answers at once. */
export type StateRunner = (scope: Scope, raw: Json) => Transition | Step<Transition>;

export interface LinkedCatcher {
  readonly catcher: Catcher;
  readonly next: StateNode;
  readonly take: CatchRunner;
}

/** A state of a linked machine: its paths, templates and rules compiled, its targets at hand. */
export class StateNode implements StateRef {
  readonly name: string;
  readonly type: StateType;
  readonly pointer: Pointer;
  retriers: readonly Retrier[] = [];
  catchers: readonly LinkedCatcher[] = [];
  run: StateRunner = unlinked;

  constructor(name: string, type: StateType, pointer: Pointer) {
    this.name = name;
    this.type = type;
    this.pointer = pointer;
  }

  /** Has it a Retry or a Catch? */
  get isGuarded(): boolean {
    return this.retriers.length > 0 || this.catchers.length > 0;
  }
}

function unlinked(): never {
  throw new Error("a state runs before its machine is linked");
}
