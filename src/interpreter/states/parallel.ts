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
import { LineOfStates } from "../transitions.ts";
import { isUnfinished, linesInside } from "../unfinished-line.ts";

/** ASL "Parallel State": runs its branches side by side on the same input; the first failure stops the others. */
export function linkParallel(state: ParallelState, frame: LinkFrame): StateRunner {
  const { next, graph } = frame;
  const flow = linkFlow(state, frame, true);
  const branches = state.Branches.map((branch, index) => graph(branch, "Branches", index));
  return function* parallel(scope: Scope, raw: Json): Step<Move> {
    const { environment } = scope;
    const input = yield* ready(flow.enter(raw, scope));
    const before = linesInside(scope.takeResumed());
    if (before === undefined) scope.event("ParallelStateStarted");
    const fork = new Fork(scope);
    const lines = branches.map((start, index) => {
      const line = before?.[index];
      if (line === undefined) return fork.open(index, new LineOfStates(environment, scope, index)).from(start, input);
      if (!isUnfinished(line)) return ready(line.output);
      return fork.reopen(index, new LineOfStates(environment, scope, index, undefined, line.line)).goOnFrom(line);
    });
    const outputs = yield* all(lines, fork);
    fork.complete();
    return flow.leave(raw, outputs, scope, next);
  };
}
