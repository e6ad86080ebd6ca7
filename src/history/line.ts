import type { StateRef } from "./state-ref.ts";
import type { BranchStep } from "./visit.ts";

/** One line of states: the machine's own, a Parallel branch, or a Map iteration. */
export class Line {
  readonly number: number;
  readonly parent: Line | undefined;
  /** The Parallel or Map state this is a branch or iteration of. */
  readonly state: StateRef | undefined;
  readonly index: number;

  constructor(number: number, parent: Line | undefined, state: StateRef | undefined, index: number) {
    this.number = number;
    this.parent = parent;
    this.state = state;
    this.index = index;
  }

  /** The branches and iterations around, outermost first, as far as they are of the same execution. */
  get ownBranch(): readonly BranchStep[] {
    const steps: BranchStep[] = [];
    for (let line: Line | undefined = this; line?.state !== undefined; line = line.parent) {
      steps.unshift({ state: line.state.name, index: line.index });
    }
    return steps;
  }
}
