import { formatDuration } from "../base/duration.ts";
import { plural } from "../base/text.ts";
import type { BranchStep } from "../history/visit.ts";

/** What goes wrong with a call. `effect`: the service did what it was asked, and its answer was lost. */
export type Fault =
  | { readonly kind: "fails"; readonly error: string; readonly cause: string; readonly afterMs: number; readonly effect: boolean }
  /** Somebody with the task's token ends the wait with a failure, so long after the call took effect. */
  | { readonly kind: "failsBack"; readonly error: string; readonly cause: string; readonly afterMs: number }
  /** The call takes effect at once; its answer comes so much later. */
  | { readonly kind: "late"; readonly byMs: number }
  | { readonly kind: "hangs" }
  | TokenFault;

/** What goes wrong after the call has taken effect, where a mock calls back with the task's token. */
export type TokenFault =
  | { readonly kind: "callsBackLate"; readonly byMs: number }
  | { readonly kind: "neverCallsBack" }
  /** The second callback comes when the task is over: AWS refuses it. */
  | { readonly kind: "callsBackTwice" }
  /** No heartbeat arrives for so long, from the first one on. */
  | { readonly kind: "losesHeartbeats"; readonly forMs: number };

/** The fields of a distributed Map that call Amazon S3; all calls of one attempt meet the same fault. */
export type MapField = "ItemReader" | "ResultWriter";

/** A fault, and the attempts of a Task that meet it. */
export interface PlannedFault {
  readonly state: string;
  /** Of a distributed Map: which of its fields makes the call. */
  readonly mapField?: MapField;
  /** The Parallel branches, Map iterations and child executions around the state, outermost first. */
  readonly branch: readonly BranchStep[];
  /** Which entry of the state, there, from 1. */
  readonly visit: number;
  /** The first attempt that meets it, from 1. */
  readonly attempt: number;
  /** How many attempts in a row meet it. */
  readonly times: number;
  readonly fault: Fault;
}

/** All that goes otherwise than the mocks say; each fault stands for itself, so that taking one away leaves the others where they are. */
export interface FaultPlan {
  readonly faults: readonly PlannedFault[];
  /** Which of what is due at one instant comes first, at each such tie; 0, and the end of the list, is the usual order. */
  readonly interleaving: readonly number[];
  /** The execution is delivered a second time, so many seconds after the first. */
  readonly duplicate?: { readonly afterSeconds: number };
}

/** A plan in words, a line each. */
export function planInWords({ faults, interleaving, duplicate }: FaultPlan): readonly string[] {
  const lines = faults.map((planned) => `${whereOf(planned)}: ${faultInWords(planned.fault)}`);
  if (interleaving.some((pick) => pick > 0))
    lines.push(`what is due at the same instant runs in the order ${JSON.stringify(interleaving)}`);
  if (duplicate !== undefined) lines.push(`the execution is delivered again ${formatDuration(duplicate.afterSeconds * 1_000)} later`);
  return lines;
}

function whereOf({ state, mapField, branch, visit, attempt, times }: PlannedFault): string {
  const around = branch.map((step) => `${step.state}[${step.index}]/`).join("");
  const entry = visit === 1 ? "" : `, visit ${visit}`;
  const attempts = times === 1 ? `attempt ${attempt}` : `${plural(times, "attempt")} from attempt ${attempt}`;
  return `${around}${state}${mapField === undefined ? "" : ` (${mapField})`}${entry}, ${attempts}`;
}

function faultInWords(fault: Fault): string {
  switch (fault.kind) {
    case "fails":
      return `${fault.error}${fault.afterMs === 0 ? "" : ` after ${formatDuration(fault.afterMs)}`}, ${fault.effect ? "although the call took effect" : "without effect"}`;
    case "failsBack":
      return `called back with ${fault.error}${fault.afterMs === 0 ? "" : ` after ${formatDuration(fault.afterMs)}`}`;
    case "late":
      return `the call takes effect, but its answer comes ${formatDuration(fault.byMs)} late`;
    case "hangs":
      return "never answers";
    case "callsBackLate":
      return `called back ${formatDuration(fault.byMs)} late`;
    case "neverCallsBack":
      return "nobody calls back";
    case "callsBackTwice":
      return "called back twice, of which the second time is refused";
    case "losesHeartbeats":
      return `no heartbeat arrives for ${formatDuration(fault.forMs)}`;
  }
}
