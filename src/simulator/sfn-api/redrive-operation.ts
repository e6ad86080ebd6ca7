/** RedriveExecution. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import { whyNotRedrivable } from "./describe-execution.ts";
import { optionalText, textOf } from "./members.ts";
import type { Caller } from "./operation.ts";
import type { StepFunctions } from "./step-functions.ts";

/** An execution that did not succeed goes on where it ended; the same client token is answered once. */
export function redriveExecution(api: StepFunctions, input: ApiMembers, caller: Caller): ApiMembers {
  const record = api.execution(textOf(input, "executionArn"));
  const token = optionalText(input, "clientToken");
  const before = token === undefined ? undefined : record.redriveTokens.get(token);
  if (before !== undefined) return { redriveDate: new Date(before) };
  const reason = whyNotRedrivable(record);
  if (reason !== undefined) throw new ApiException("ExecutionNotRedrivable", reason);
  if (token !== undefined) record.redriveTokens.set(token, api.now());
  record.run.redrive();
  caller.started(record.run);
  api.statusEvents.follow(record);
  return { redriveDate: api.date() };
}
