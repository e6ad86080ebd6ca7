import type { SucceedState } from "../../asl/model.ts";
import { linkDataFlow } from "../data-flow.ts";
import type { StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";

/** ASL "Succeed State": ends its line of states. */
export function linkSucceed(state: SucceedState): StateRunner {
  const flow = linkDataFlow(state);
  return (scope, raw) => new Transition(undefined, flow.output(raw, flow.input(raw, scope), scope));
}
