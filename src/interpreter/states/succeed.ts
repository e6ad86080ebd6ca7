import type { SucceedState } from "../../asl/model.ts";
import { whenReady } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { StateRunner } from "../state-node.ts";

/** ASL "Succeed State": ends its line of states. */
export function linkSucceed(state: SucceedState, frame: LinkFrame): StateRunner {
  const flow = linkFlow(state, frame);
  return (scope, raw) => whenReady(flow.enter(raw, scope), (input) => flow.leave(raw, input, scope, undefined));
}
