import type { PassState } from "../../asl/model.ts";
import { whenReady } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { StateRunner } from "../state-node.ts";

/** ASL "Pass State": passes its input, or its `Result`, on. */
export function linkPass(state: PassState, { next, language }: LinkFrame): StateRunner {
  const flow = linkFlow(state, language);
  const { Result } = state;
  return (scope, raw) =>
    whenReady(flow.enter(raw, scope), (input) => flow.leave(raw, Result === undefined ? input : Result, scope, next));
}
