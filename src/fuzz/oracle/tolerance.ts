import type { MapState } from "../../asl/model.ts";
import type { Child } from "./map-run.ts";

/** What a Map Run fails with when more items failed than are tolerated. */
export const EXCEEDED = "States.ExceedToleratedFailureThreshold";

/** ASL "Tolerated Failure Threshold": how many items may fail. */
export interface Tolerance {
  readonly count: number | undefined;
  /** Of all items. */
  readonly percentage: number | undefined;
}

/** As the definition says; `undefined` where that takes an expression. */
export function toleranceOf(state: MapState): Tolerance | undefined {
  if (isToleranceEvaluated(state)) return undefined;
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = state;
  return { count: count as number | undefined, percentage: percentage as number | undefined };
}

/** Is there something in its fields that has to be looked up, and may not be found? */
export function isToleranceEvaluated(state: MapState): boolean {
  const { ToleratedFailureCount, ToleratedFailureCountPath, ToleratedFailurePercentage, ToleratedFailurePercentagePath } = state;
  if (ToleratedFailureCountPath !== undefined || ToleratedFailurePercentagePath !== undefined) return true;
  return typeof ToleratedFailureCount === "string" || typeof ToleratedFailurePercentage === "string";
}

/** In words: `1 failed item`. */
export function toleranceInWords({ count, percentage }: Tolerance): string {
  const parts = [
    ...(count === undefined ? [] : [`${count} failed items`]),
    ...(percentage === undefined ? [] : [`${percentage} % of them`]),
  ];
  return parts.length === 0 ? "no failed item" : parts.join(" and ");
}

/** When more items had failed than are tolerated, in virtual milliseconds; `Infinity`: never; `undefined` where that cannot be told. */
export function exceededAt(tolerance: Tolerance | undefined, children: readonly Child[], items: number | undefined): number | undefined {
  if (tolerance === undefined || (tolerance.percentage !== undefined && items === undefined)) return undefined;
  let failed = 0;
  for (const child of children.filter(({ hasFailed }) => hasFailed).sort((left, right) => left.endedAt - right.endedAt)) {
    failed += child.items;
    if (exceeds(tolerance, failed, items ?? 0)) return child.endedAt;
  }
  return Number.POSITIVE_INFINITY;
}

function exceeds({ count, percentage }: Tolerance, failed: number, items: number): boolean {
  if (count === undefined && percentage === undefined) return true;
  return (count !== undefined && failed > count) || (percentage !== undefined && failed * 100 > percentage * items);
}
