import type { ParallelState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { all } from "../../kernel/effect.ts";
import { ready } from "../data-flow.ts";
import { Fork } from "../fork.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { Move, StateRunner } from "../state-node.ts";
import { resumeStates, runStates } from "../transitions.ts";
import { isUnfinished, linesInside } from "../unfinished-line.ts";

/** ASL "Parallel State": runs its branches side by side on the same input; the first failure stops the others. */
export function linkParallel(state: ParallelState, frame: LinkFrame): StateRunner {
  const { node, next, graph } = frame;
  const flow = linkFlow(state, frame, true);
  const branches = state.Branches.map((branch, index) => graph(branch, "Branches", index));
  return function* parallel(scope: Scope, raw: Json): Step<Move> {
    const input = yield* ready(flow.enter(raw, scope));
    const before = linesInside(scope.takeResumed());
    if (before === undefined) scope.pen.event("ParallelStateStarted");
    const fork = new Fork(scope);
    const lines = branches.map((start, index) => {
      const line = before?.[index];
      if (line === undefined) return runStates(start, fork.open(index, scope.inside(node, index)), input);
      return isUnfinished(line) ? resumeStates(line, fork.reopen(index, scope.insideAgain(line.line))) : ready(line.output);
    });
    const outputs = yield* all(lines, fork);
    fork.complete();
    return flow.leave(raw, outputs, scope, next);
  };
}
