/** DescribeMapRun, ListMapRuns, UpdateMapRun. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { MapRun } from "../map-run/map-run.ts";
import { whyNotRedrivable } from "../redrivable.ts";
import { validationException } from "./constraints.ts";
import { dateOf, optionalNumber, presentMembers, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import type { StepFunctions } from "./step-functions.ts";

export const mapRunOperations: Operations = {
  describeMapRun: (api, input) => described(api.mapRuns.mapRun(textOf(input, "mapRunArn"))),
  listMapRuns: (api, input) => {
    const { run } = api.execution(textOf(input, "executionArn"));
    const { page, next } = pageOf(run.mapRuns, input);
    return { mapRuns: page.map(listed), ...next };
  },
  updateMapRun,
};

function described(mapRun: MapRun): ApiMembers {
  const { arn, execution, status, maxConcurrency, tolerated } = mapRun;
  return {
    mapRunArn: arn,
    executionArn: execution.facts.executionArn,
    status,
    ...dates(mapRun),
    maxConcurrency,
    toleratedFailurePercentage: tolerated.percentage ?? 0,
    toleratedFailureCount: tolerated.count ?? 0,
    itemCounts: counts(mapRun, "items"),
    executionCounts: counts(mapRun, "executions"),
    redriveCount: mapRun.redrives.length,
    ...presentMembers({ redriveDate: dateOf(mapRun.redrives.at(-1)) }),
  };
}

function counts(mapRun: MapRun, of: "items" | "executions"): ApiMembers {
  const told = mapRun.counts(of);
  return { ...told, failuresNotRedrivable: told.failed + told.timedOut + told.aborted === 0 ? 0 : notRedrivable(mapRun, of) };
}

function notRedrivable(mapRun: MapRun, of: "items" | "executions"): number {
  let count = 0;
  for (const [index, child] of mapRun.children.entries()) {
    const isFinal = child.status !== "RUNNING" && child.status !== "SUCCEEDED" && whyNotRedrivable(child) !== undefined;
    if (isFinal) count += of === "items" ? mapRun.itemsIn(index) : 1;
  }
  return count;
}

function listed(mapRun: MapRun): ApiMembers {
  return {
    executionArn: mapRun.execution.facts.executionArn,
    mapRunArn: mapRun.arn,
    stateMachineArn: mapRun.names.childMachineArn,
    ...dates(mapRun),
  };
}

function dates({ startedAt, stoppedAt }: MapRun): ApiMembers {
  return { startDate: new Date(startedAt), ...presentMembers({ stopDate: dateOf(stoppedAt) }) };
}

/** Takes effect at once: more children begin, or the Map Run fails. */
function updateMapRun(api: StepFunctions, input: ApiMembers): ApiMembers {
  const mapRun = api.mapRuns.mapRun(textOf(input, "mapRunArn"));
  if (mapRun.status !== "RUNNING") throw validationException(`Map Run is ${mapRun.status} and cannot be updated`);
  const count = optionalNumber(input, "toleratedFailureCount");
  const percentage = optionalNumber(input, "toleratedFailurePercentage");
  mapRun.update(optionalNumber(input, "maxConcurrency"), { count, percentage });
  return {};
}
