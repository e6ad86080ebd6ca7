import type { ParallelState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { sideBySide } from "../../kernel/effect.ts";
import { ready, whenReady } from "../data-flow.ts";
import { Fork } from "../fork.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { Awaited, StateNode, StateRunner } from "../state-node.ts";
import { LineOfStates } from "../transitions.ts";
import type { LineBefore } from "../unfinished-line.ts";
import { isUnfinished, linesInside } from "../unfinished-line.ts";

/** ASL "Parallel State": runs its branches side by side on the same input; the first failure stops the others. */
export function linkParallel(state: ParallelState, frame: LinkFrame): StateRunner {
  const { node, next, graph } = frame;
  const flow = linkFlow(state, frame, true);
  const branches = state.Branches.map((branch, index) => graph(branch, "Branches", index));
  node.goOn = (scope, raw, _branches, outputs) => {
    (scope.fork as Fork).complete();
    return flow.leave(raw, outputs as readonly Json[], scope, next);
  };
  return (scope, raw) => whenReady(flow.enter(raw, scope), (input) => begin(branches, scope, input));
}

function begin(branches: readonly StateNode[], scope: Scope, input: Json): Awaited {
  const before = linesInside(scope.takeResumed());
  if (before === undefined) scope.event("ParallelStateStarted");
  const fork = new Fork(scope, branches.length);
  return sideBySide(
    branches.map((start, index) => lineOf(start, scope, input, fork, index, before?.[index])),
    fork,
  );
}

/** A branch begins, or goes on as far as it came before the execution was redriven. */
function lineOf(start: StateNode, scope: Scope, input: Json, fork: Fork, index: number, before: LineBefore | undefined): Step<Json> {
  const { environment } = scope;
  if (before === undefined) return fork.open(index, new LineOfStates(environment, scope, index)).from(start, input);
  if (!isUnfinished(before)) return ready(before.output);
  return fork.reopen(index, new LineOfStates(environment, scope, index, undefined, before.line)).goOnFrom(before);
}
