import type { ParallelState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { all } from "../../kernel/effect.ts";
import { ready } from "../data-flow.ts";
import { Fork } from "../fork.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { StateNode, StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";
import { failureOf } from "../states-errors.ts";
import { runStates } from "../transitions.ts";

/** ASL "Parallel State": runs its branches side by side on the same input; the first failure stops the others. */
export function linkParallel(state: ParallelState, frame: LinkFrame): StateRunner {
  const { node, next, graph } = frame;
  const flow = linkFlow(state, frame, true);
  const branches = state.Branches.map((branch, index) => graph(branch, "Branches", index));
  return function* parallel(scope: Scope, raw: Json): Step<Transition> {
    const input = yield* ready(flow.enter(raw, scope));
    scope.pen.event("ParallelStateStarted");
    const fork = new Fork(scope);
    const outputs = yield* all(branches.map((start, index) => runBranch(fork, index, start, scope.inside(node, index), input)));
    fork.complete();
    const answer = flow.leave(raw, outputs, scope, next);
    return answer instanceof Transition ? answer : yield* answer;
  };
}

function* runBranch(fork: Fork, index: number, start: StateNode, scope: Scope, input: Json): Step<Json> {
  fork.open(index, scope);
  try {
    const output = yield* runStates(start, scope, input);
    fork.succeeded(index);
    return output;
  } catch (thrown) {
    const failure = failureOf(thrown, scope);
    fork.failed(index);
    throw failure;
  }
}
