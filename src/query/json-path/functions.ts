/** Functions at the end of a path, `$.list.length()`: Jayway JsonPath has them, AWS documents them as unsupported. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import { QueryFailure } from "../failure.ts";

type Implementation = (value: Json, args: readonly Json[]) => Json;

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
const meanOf = (numbers: readonly number[]): number => sumOf(numbers) / numbers.length;

function deviationOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  return Math.sqrt(meanOf(numbers.map((number) => (number - mean) ** 2)));
}

/** A function of all numbers in the value and the arguments. */
function ofNumbers(compute: (numbers: readonly number[]) => number): Implementation {
  return (value, args) => {
    const numbers = [...itemsOf(value), ...args.flatMap(itemsOrSelf)].filter((item) => typeof item === "number");
    if (numbers.length === 0) throw new QueryFailure("States.Runtime", "An aggregation function of a path found no numbers.");
    return compute(numbers);
  };
}

const itemsOf = (value: Json): readonly Json[] => (isJsonArray(value) ? value : []);
const itemsOrSelf = (value: Json): readonly Json[] => (isJsonArray(value) ? value : [value]);

function itemAt(value: Json, index: number): Json {
  const item = isJsonArray(value) ? value.at(index) : undefined;
  if (item === undefined) throw new QueryFailure("States.Runtime", `A path asks for the item ${index} of a list that has none.`);
  return item;
}

function lengthOf(value: Json): Json {
  if (isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : null;
}

function concatenation(value: Json, args: readonly Json[]): string {
  return [...itemsOf(value), ...args.flatMap(itemsOrSelf)].filter((item) => typeof item === "string").join("");
}

const names = ["min", "max", "avg", "sum", "stddev", "length", "size", "concat", "keys", "first", "last", "index", "append"] as const;

/** The name of a function that may end a path. */
export type PathFunction = (typeof names)[number];

const functions: Readonly<Record<PathFunction, Implementation>> = {
  min: ofNumbers((numbers) => numbers.reduce((left, right) => Math.min(left, right))),
  max: ofNumbers((numbers) => numbers.reduce((left, right) => Math.max(left, right))),
  avg: ofNumbers(meanOf),
  sum: ofNumbers(sumOf),
  stddev: ofNumbers(deviationOf),
  length: lengthOf,
  size: lengthOf,
  concat: concatenation,
  keys: (value) => (isJsonObject(value) ? Object.keys(value) : null),
  first: (value) => itemAt(value, 0),
  last: (value) => itemAt(value, -1),
  index: (value, args) => itemAt(value, typeof args[0] === "number" ? args[0] : 0),
  append: (value, args) => (isJsonArray(value) ? [...value, ...args] : value),
};

/** Is there a function of this name? */
export function isPathFunction(name: string): name is PathFunction {
  return Object.hasOwn(functions, name);
}

/** Applies a function to what its path found. */
export function callPathFunction(name: PathFunction, value: Json, args: readonly Json[]): Json {
  return functions[name](value, args);
}
