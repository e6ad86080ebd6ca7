import type { PassState } from "../../asl/model.ts";
import { whenReady } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { StateRunner } from "../state-node.ts";

/** ASL "Pass State": passes its input, or its `Result`, on. */
export function linkPass(state: PassState, frame: LinkFrame): StateRunner {
  const { enter, leave } = linkFlow(state, frame, state.Result !== undefined);
  const { Result } = state;
  const { next } = frame;
  if (Result !== undefined) return (scope, raw) => leave(raw, Result, scope, next);
  return (scope, raw) => {
    const input = enter(raw, scope);
    return input instanceof Promise ? whenReady(input, (ready) => leave(raw, ready, scope, next)) : leave(raw, input, scope, next);
  };
}
