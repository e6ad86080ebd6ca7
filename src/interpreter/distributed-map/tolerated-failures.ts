/** ASL "Map State", "Tolerated Failure Threshold": how many items of a distributed Map may fail. */

import type { MapState, QueryLanguageName } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { Step } from "../../kernel/effect.ts";
import { QueryFailure } from "../../query/index.ts";
import type { NumberKind } from "../number-field.ts";
import { linkNumber, readNumber } from "../number-field.ts";
import type { ToleratedFailures } from "../ports.ts";
import type { Scope } from "../scope.ts";

/** Numbers may be text, too. */
const INTEGER: NumberKind = {
  words: "an integer",
  read: (found) => {
    const number = numberIn(found);
    return Number.isInteger(number) ? number : undefined;
  },
};
const FLOAT: NumberKind = { words: "a number", read: numberIn };

function numberIn(found: Json): number | undefined {
  if (typeof found === "number") return found;
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

type ToleratedFailuresSource = (input: Json, scope: Scope) => Step<ToleratedFailures>;

export function linkToleratedFailures(state: MapState, language: QueryLanguageName): ToleratedFailuresSource {
  const { ToleratedFailureCount, ToleratedFailureCountPath, ToleratedFailurePercentage, ToleratedFailurePercentagePath } = state;
  const field = (name: string, kind: NumberKind, word: string, value: number | string | undefined, path: string | undefined) => {
    const refusal = (found: string, at: string): string =>
      `The ${name}Path field refers to value ${found} which is not a valid ${word}: ${at}`;
    return linkNumber({ name, value, path, kind, refusal }, language);
  };
  const count = field("ToleratedFailureCount", INTEGER, "integer", ToleratedFailureCount, ToleratedFailureCountPath);
  const percentage = field("ToleratedFailurePercentage", FLOAT, "float", ToleratedFailurePercentage, ToleratedFailurePercentagePath);
  return function* toleratedFailures(input, scope) {
    const tolerated = { count: yield* readNumber(count, input, scope), percentage: yield* readNumber(percentage, input, scope) };
    demandRange(tolerated, language);
    return tolerated;
  };
}

function demandRange({ count = 0, percentage = 0 }: ToleratedFailures, language: QueryLanguageName): void {
  const error = language === "JSONata" ? "States.QueryEvaluationError" : "States.Runtime";
  if (count < 0) throw new QueryFailure(error, "ToleratedFailureCount cannot be negative.");
  if (percentage < 0 || percentage > 100) throw new QueryFailure(error, "ToleratedFailurePercentage must be between 0 and 100.");
}

/** Are `failed` items of `total` more than are tolerated? None is, where nothing is said. */
export function exceedsTolerated({ count, percentage }: ToleratedFailures, failed: number, total: number): boolean {
  if (count === undefined && percentage === undefined) return failed > 0;
  return (count !== undefined && failed > count) || (percentage !== undefined && failed * 100 > percentage * total);
}

/** The failure of a Map of which more items failed than are tolerated. */
export function toleratedFailuresExceeded(): StatesFailure {
  return new StatesFailure("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded");
}
