/** What is worth giving to a machine as input: values for each place of the input that its paths speak of. */
import type { Definition } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { jsonEquals } from "../../base/json.ts";
import { ROOT } from "../../base/pointer.ts";
import type { Missing } from "../../query/index.ts";
import { MISSING } from "../../query/index.ts";
import { candidatesFor } from "./candidates.ts";
import { placesOf } from "./condition.ts";
import type { Route } from "./route.ts";
import { Routes, take } from "./routes.ts";
import { placed, solutions } from "./solve.ts";
import { keyOf, valueAt } from "./term.ts";
import { INPUT, Walk } from "./walk.ts";

/** Values to choose from, a list for each place, and how an input is made of the chosen ones. */
export interface InputPools {
  readonly values: readonly (readonly (Json | Missing)[])[];
  build(chosen: readonly (Json | Missing)[]): Json;
}

const MOST_ROUTES = 60;

export function inputPools(definition: Definition): InputPools {
  const conditions = walksOf(definition).flatMap(({ conditions, wishes }) => [...conditions, ...wishes]);
  const places = new Map(conditions.flatMap(placesOf).map((place) => [keyOf(place), place]));
  const own = [...places.values()].filter(({ document, steps }) => document === INPUT && steps.length > 0);
  const pools = own
    .map((place) => candidatesFor(place, conditions))
    .sort((left, right) => left.place.steps.length - right.place.steps.length);
  const put = (input: Json, chosen: Json | Missing, index: number): Json => {
    const steps = pools[index]?.place.steps ?? [];
    const last = steps.at(-1);
    const around = valueAt(input, steps.slice(0, -1));
    const isBeyond = typeof last === "number" && (around === MISSING || !Array.isArray(around) || around.length <= last);
    return chosen === MISSING || isBeyond ? input : (placed(input, steps, chosen) ?? input);
  };
  return { values: pools.map(({ values }) => values), build: (chosen) => chosen.reduce<Json>(put, {}) };
}

/** Inputs that satisfy the rules along a path. */
export function solvedInputs(definition: Definition): readonly Json[] {
  const found: Json[] = [];
  for (const { conditions, wishes } of walksOf(definition)) {
    const [documents] = take(solutions([...conditions, ...wishes]), 1);
    const input = documents?.get(INPUT);
    if (input !== undefined && !found.some((other) => jsonEquals(other, input))) found.push(input);
  }
  return found;
}

function walksOf(definition: Definition): readonly Walk[] {
  return routesOf(definition).map((route) => new Walk(definition, route));
}

function routesOf(definition: Definition): readonly Route[] {
  const routes = new Routes(definition, ROOT, { loops: 1, maxPaths: MOST_ROUTES });
  return routes.goals.slice(0, MOST_ROUTES).flatMap((goal) => take(routes.through(goal), 1));
}
