import type { PassState } from "../../asl/model.ts";
import { linkDataFlow } from "../data-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";

/** ASL "Pass State": passes its input, or its `Result`, on. */
export function linkPass(state: PassState, { next }: LinkFrame): StateRunner {
  const flow = linkDataFlow(state);
  const { Result } = state;
  return (scope, raw) => {
    const input = flow.input(raw, scope);
    return new Transition(next, flow.output(raw, Result === undefined ? input : Result, scope));
  };
}
