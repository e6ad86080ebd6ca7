import type { Stages } from "../history/decision.ts";
import type { Inside } from "./fork.ts";
import type { UnfinishedLine } from "./unfinished-line.ts";

/** What only some attempts of a state have: a line keeps none for the others. */
export class Attempt {
  /** `State.RetryCount` */
  readonly retryCount: number;
  /** The branches, iterations or children of the state, once they have started. */
  fork: Inside | undefined;
  evaluationFailed = false;
  isClosed = false;
  stages: Stages | undefined;
  taskToken: string | undefined;
  /** How far the state came before the execution was redriven. */
  resumed: UnfinishedLine | undefined;

  constructor(retryCount: number) {
    this.retryCount = retryCount;
  }
}
