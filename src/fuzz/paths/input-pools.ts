/** What is worth giving to a machine as input: values for each place of the input that its paths speak of. */
import type { Definition } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { jsonEquals } from "../../base/json.ts";
import { ROOT } from "../../base/pointer.ts";
import type { Missing } from "../../query/index.ts";
import { MISSING } from "../../query/index.ts";
import { placed } from "./assignment.ts";
import { Budget } from "./budget.ts";
import { candidatesIn } from "./candidates.ts";
import { Routes, take } from "./routes.ts";
import { solutions } from "./solve.ts";
import { valueAt } from "./term.ts";
import { INPUT, Walk } from "./walk.ts";

/** Values to choose from, a list for each place, and how an input is made of the chosen ones. */
export interface InputPools {
  readonly values: readonly (readonly (Json | Missing)[])[];
  build(chosen: readonly (Json | Missing)[]): Json;
  /** Inputs that satisfy the rules along a path. */
  readonly solved: readonly Json[];
}

const MOST_WALKS = 60;
const MOST_STEPS = 20_000;

export function inputPools(definition: Definition): InputPools {
  const budget = new Budget(MOST_STEPS);
  const walks = walksThrough(definition, budget);
  const conditions = walks.flatMap((walk) => [...walk.conditions, ...walk.wishes]);
  const pools = candidatesIn(conditions).filter(({ place }) => place.document === INPUT && place.steps.length > 0);
  const put = (input: Json, chosen: Json | Missing, index: number): Json => {
    const steps = pools[index]?.place.steps ?? [];
    const last = steps.at(-1);
    const around = valueAt(input, steps.slice(0, -1));
    const isBeyond = typeof last === "number" && (around === MISSING || !Array.isArray(around) || around.length <= last);
    return chosen === MISSING || isBeyond ? input : (placed(input, steps, chosen) ?? input);
  };
  return {
    values: pools.map(({ values }) => values),
    build: (chosen) => chosen.reduce<Json>(put, {}),
    solved: solvedInputs(walks, budget),
  };
}

/** Through each exit of each state, as far as they are not too many. */
function walksThrough(definition: Definition, budget: Budget): readonly Walk[] {
  const routes = new Routes(definition, ROOT, 1, budget);
  return routes.goals
    .slice(0, MOST_WALKS)
    .flatMap((goal) => take(routes.through(goal), 1))
    .map((route) => new Walk(definition, route))
    .filter(({ obstacles }) => obstacles.length === 0);
}

function solvedInputs(walks: readonly Walk[], budget: Budget): readonly Json[] {
  const found: Json[] = [];
  for (const { conditions, wishes } of walks) {
    const [documents] = take(solutions([...conditions, ...wishes], budget), 1);
    const input = documents?.get(INPUT);
    if (input !== undefined && !found.some((other) => jsonEquals(other, input))) found.push(input);
  }
  return found;
}
