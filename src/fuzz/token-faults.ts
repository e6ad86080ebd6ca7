/** What goes wrong with the callback that a task waits for, once its call has taken effect. */

import type { AwsCall, AwsReply, Sequel } from "../aws/call.ts";
import type { WorldState } from "../aws/mock-aws.ts";
import { silence } from "../aws/sequel.ts";
import type { TokenRefusal } from "../aws/tokens.ts";
import { InternalError } from "../base/errors.ts";
import type { Landed } from "../kernel/external.ts";
import { SILENCE } from "../kernel/external.ts";
import type { Fault, TokenFault } from "./fault-plan.ts";

/** What will come of a task's token, told by its mock, and when the service has answered. */
export interface ToldSequel {
  readonly sequel: Sequel;
  readonly latencyMs: number;
}

/** Is it about the callback, not about the call? */
export function isTokenFault(fault: Fault): fault is TokenFault {
  return TOKEN_FAULTS.has(fault.kind);
}

const TOKEN_FAULTS: ReadonlySet<Fault["kind"]> = new Set<TokenFault["kind"]>([
  "callsBackLate",
  "neverCallsBack",
  "callsBackTwice",
  "losesHeartbeats",
]);

/** What comes of the token instead; `undefined` where the answer says nothing of one, or nothing changes. */
export function otherSequel(landed: Landed<AwsReply>, fault: TokenFault): ToldSequel | undefined {
  if (landed === SILENCE || landed.value.kind !== "sequel" || landed.value.sequel.by !== "token") return undefined;
  const { latencyMs } = landed;
  const { sequel } = landed.value;
  switch (fault.kind) {
    case "callsBackLate":
      return sequel.ending.kind === "silence" ? undefined : { sequel: { ...sequel, afterMs: sequel.afterMs + fault.byMs }, latencyMs };
    case "neverCallsBack":
      return { sequel: silence("token"), latencyMs };
    case "losesHeartbeats":
      return sequel.everyMs === undefined
        ? undefined
        : { sequel: { ...sequel, everyMs: Math.max(sequel.everyMs, fault.forMs) }, latencyMs };
    case "callsBackTwice":
      return undefined;
  }
}

/** Sends a second callback, a failure, as soon as the task is over; `onRefusal` is told why AWS refuses it. */
export function callBackAgain({ taskToken }: AwsCall, { tokens }: WorldState, onRefusal: (refusal: TokenRefusal) => void): void {
  const token = taskToken === undefined ? undefined : tokens.get(taskToken);
  if (token === undefined) return;
  const { whenClosed } = token;
  token.whenClosed = () => {
    whenClosed?.();
    const refusal = tokens.fail(token.text, "CalledBackTwice");
    if (refusal === undefined) throw new InternalError(`The token of "${token.task.state}" was good for a second callback.`);
    onRefusal(refusal);
  };
}
