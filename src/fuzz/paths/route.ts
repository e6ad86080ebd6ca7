/** A way through a machine, before it is known which data leads along it. */
import type { State } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";

export interface Route {
  readonly steps: readonly RouteStep[];
  /** The failure it ends in; `undefined` for success. */
  readonly failure: Failure | undefined;
}

export interface RouteStep {
  readonly name: string;
  readonly state: State;
  readonly exit: Exit;
}

/** How a state is left. */
export interface Exit {
  /** Tells it from the other exits of the state. */
  readonly key: string;
  /** What is worth telling of it; `undefined` where all goes as usual. */
  readonly words: string | undefined;
  /** What is covered by it, by JSON pointer: a rule, a retrier, a catcher. */
  readonly covers: readonly Pointer[];
  /** Of Task, Parallel and Map states: what each try comes to. */
  readonly attempts: readonly Attempt[];
  readonly rule?: number | "default";
  readonly catcher?: number;
  /** `undefined` for the end of the line. */
  readonly next: string | undefined;
  /** What a catcher takes, or what ends the line. */
  readonly failure?: Failure;
  /** Why it cannot be driven. */
  readonly obstacle?: string;
}

export interface Failure {
  /** `undefined`: only known when the machine runs. */
  readonly error: string | undefined;
}

export type Attempt =
  | { readonly kind: "answers" }
  | { readonly kind: "fails"; readonly error: string }
  | { readonly kind: "hangs" }
  /** The branches of a Parallel, or the iterations of a Map. */
  | { readonly kind: "runs"; readonly lines: readonly Line[]; readonly fault?: MapFault };

/** A call of a distributed Map itself that fails. */
export interface MapFault {
  readonly field: "ItemReader" | "ResultWriter";
  readonly error: string;
}

/** A branch or an iteration. */
export interface Line {
  readonly index: number;
  readonly route: Route;
  /** Will it surely get to its end, or may a failing sibling stop it? */
  readonly isSure: boolean;
}

export const isCaught = ({ catcher }: Exit): boolean => catcher !== undefined;
export const endsInFailure = ({ failure, catcher }: Exit): boolean => failure !== undefined && catcher === undefined;

/** Equal for equal ways. */
export function keyOfRoute({ steps }: Route): string {
  return JSON.stringify(steps.map(({ name, exit }) => [name, exit.key]));
}
