import type { Execution, MapRunChild, MapRunView } from "../execution.ts";
import type { ExecutionRun } from "../execution-run.ts";
import type { MapRun } from "./map-run.ts";

type ExecutionOf = (child: ExecutionRun) => Execution | undefined;

/** The runs of an execution's distributed Maps, as they are told; `executionOf` answers the children that have ended. */
export function mapRunViews(mapRuns: readonly MapRun[], executionOf: ExecutionOf): readonly MapRunView[] {
  return Object.freeze(mapRuns.map((mapRun) => mapRunView(mapRun, executionOf)));
}

function mapRunView(mapRun: MapRun, executionOf: ExecutionOf): MapRunView {
  const { arn, place, status, startedAt, stoppedAt } = mapRun;
  return Object.freeze({
    mapRunArn: arn,
    state: place.state.name,
    branch: place.pen.ownBranch,
    status,
    startDate: new Date(startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
    items: mapRun.counts("items").total,
    children: Object.freeze(mapRun.children.map((child, index) => mapRunChild(mapRun, index, executionOf(child)))),
  });
}

function mapRunChild(mapRun: MapRun, index: number, execution: Execution | undefined): MapRunChild {
  const begun = mapRun.begun[index] as number;
  return Object.freeze({ items: mapRun.itemsIn(index), begun, ended: execution && mapRun.ended[index], execution });
}
