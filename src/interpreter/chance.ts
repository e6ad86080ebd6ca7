import type { EventId } from "../base/brand.ts";
import { NO_EVENT } from "../base/brand.ts";
import type { Scope } from "./scope.ts";
import type { StateNode } from "./state-node.ts";

/** Names each draw of a line after where it is made, so that adding a state moves no other state's values. */
export class Chance {
  #event: EventId = NO_EVENT;
  #draws = 0;
  readonly #visits = new Map<StateNode | undefined, number>();

  stream(scope: Scope): string {
    return `${this.place(scope)}|${++this.#draws}`;
  }

  /** Where the present attempt is. */
  place(scope: Scope): string {
    const visit = this.#visit(scope);
    const branch = scope.branch.map(({ state, index }) => `${state}[${index}]`).join("/");
    const redrives = scope.environment.redrives.length;
    return `${branch}${scope.node?.pointer}|${visit}|${scope.retryCount}${redrives === 0 ? "" : `|redrive ${redrives}`}`;
  }

  /** Which visit and attempt this is, if it is not the first. */
  repeat(scope: Scope): string {
    const visit = this.#visit(scope);
    return visit === 1 && scope.retryCount === 0 ? "" : `${visit}.${scope.retryCount}/`;
  }

  #visit({ node, enteredEvent }: Scope): number {
    if (this.#event !== enteredEvent) {
      this.#event = enteredEvent;
      this.#draws = 0;
      this.#visits.set(node, (this.#visits.get(node) ?? 0) + 1);
    }
    return this.#visits.get(node) ?? 0;
  }
}
