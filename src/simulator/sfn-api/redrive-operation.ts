/** RedriveExecution. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { ExecutionRun } from "../execution-run.ts";
import { whyNotRedrivable } from "../redrivable.ts";
import { optionalText, textOf } from "./members.ts";
import type { Caller } from "./operation.ts";
import type { StepFunctions } from "./step-functions.ts";

/** An execution that did not succeed goes on where it ended; the same client token is answered once. */
export function redriveExecution(api: StepFunctions, input: ApiMembers, caller: Caller): ApiMembers {
  const record = api.execution(textOf(input, "executionArn"));
  const token = optionalText(input, "clientToken");
  const before = token === undefined ? undefined : record.redriveTokens.get(token);
  if (before !== undefined) return { redriveDate: new Date(before) };
  const reason = whyRefused(record.run);
  if (reason !== undefined) throw new ApiException("ExecutionNotRedrivable", reason);
  if (token !== undefined) record.redriveTokens.set(token, api.now());
  record.run.redrive();
  caller.started(record.run);
  api.statusEvents.follow(record);
  return { redriveDate: api.date() };
}

/** A child of a Map Run is redriven with its Map Run. */
function whyRefused(run: ExecutionRun): string | undefined {
  if (run.facts.mapRunArn !== undefined) return "Execution was started by a Map Run and is redriven with its parent execution";
  return whyNotRedrivable(run);
}
