/**
 * Functions of expressions beside the package's own: AWS's, those whose time and chance come from the run, and those that
 * could hang or fill the memory, with a guard before them. Implementations are plain functions, as the package reads the
 * parameters of partially applied ones off their text.
 */
import type { Json } from "../../base/json.ts";
import { hashAlgorithms, hashOf } from "../hash-algorithms.ts";
import { seededRandom } from "../seeded-random.ts";
import { refusal } from "./budget.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FormatOptions } from "./format-number.ts";
import { checkPicture } from "./format-number.ts";
import { OWN_MEMBER, RANGE } from "./guards.ts";
import type { JsonataExpression } from "./package.ts";
import { builtInFunction, frameOf, parseJsonata } from "./package.ts";
import type { Comparator } from "./sort.ts";
import { sortItems } from "./sort.ts";
import { checkTimestamp } from "./timestamp.ts";

/** Where a function is called from. */
interface Call {
  readonly environment: unknown;
}

type Implementation = (this: Call, ...args: never[]) => unknown;

const RANGE_LIMIT = 10_000_000;
const COMPARISONS_PER_STEP = 1_000;

function builtIn(call: Call, name: string, args: readonly unknown[]): unknown {
  return builtInFunction(name).implementation.apply(call as never, args as never[]);
}

/** An array that is a single value where it has one item, and nothing where it has none, as paths give. */
function sequence<T>(items: T[]): T[] {
  return Object.assign(items, { sequence: true });
}

function partition(array: readonly unknown[] | undefined, size: number | undefined): unknown {
  if (array === undefined || size === undefined) return undefined;
  if (!Number.isInteger(size) || size < 1) throw refusal("The second argument of the partition function must be a positive integer.");
  return Array.from({ length: Math.ceil(array.length / size) }, (_, index) => array.slice(index * size, (index + 1) * size));
}

function rangeOf({ budget }: Evaluation): Implementation {
  return function range(first: number | undefined, last: number | undefined, step: number | undefined): unknown {
    if (first === undefined || last === undefined || step === undefined) return undefined;
    if (![first, last, step].every(Number.isFinite)) throw refusal("The arguments of the range function must be finite numbers.");
    if (step === 0) throw refusal("The third argument of the range function must not be zero.");
    const length = Math.max(0, Math.floor((last - first) / step) + 1);
    budget.claimItems(length);
    return sequence(Array.from({ length }, (_, index) => first + index * step));
  };
}

function hash(data: unknown, algorithm: string | undefined): unknown {
  if (data === undefined || algorithm === undefined) return undefined;
  const hashed = hashOf(typeof data === "string" ? data : JSON.stringify(data), algorithm);
  if (hashed === undefined) throw refusal(`The second argument of the hash function must be one of ${hashAlgorithms}.`);
  return hashed;
}

function randomOf(evaluation: Evaluation): Implementation {
  return function random(seed: number | undefined): number {
    return seed === undefined ? evaluation.around.random() : seededRandom(seed);
  };
}

function parse(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw refusal("The argument of the parse function must be JSON text.");
  }
}

function nowOf(evaluation: Evaluation): Implementation {
  return function now(picture: string | undefined, timezone: string | undefined): unknown {
    return builtIn(this, "fromMillis", [evaluation.around.now(), picture, timezone]);
  };
}

/** Fisher and Yates, each item to a place among those before it. */
function shuffleOf(evaluation: Evaluation): Implementation {
  return function shuffle(array: readonly unknown[] | undefined): unknown {
    if (array === undefined || array.length <= 1) return array;
    const shuffled: unknown[] = [];
    for (const [index, item] of array.entries()) {
      const place = Math.floor(evaluation.around.random() * (index + 1));
      shuffled.push(shuffled[place]);
      shuffled[place] = item;
    }
    return shuffled;
  };
}

function padOf({ budget }: Evaluation): Implementation {
  return function pad(text: string | undefined, width: number, character: string | undefined): unknown {
    budget.claimText(Math.abs(width));
    return builtIn(this, "pad", [text, width, character]);
  };
}

/** The package compares each item with each before it. */
function distinctOf({ budget }: Evaluation): Implementation {
  return function distinct(array: unknown): unknown {
    if (Array.isArray(array)) budget.spend(array.length ** 2 / COMPARISONS_PER_STEP);
    return builtIn(this, "distinct", [array]);
  };
}

function sortOf({ budget }: Evaluation): Implementation {
  return function sort(array: readonly unknown[] | undefined, comparator: Comparator | undefined): unknown {
    return sortItems(array, comparator, budget);
  };
}

function formatNumber(this: Call, value: number | undefined, picture: string, options: FormatOptions | undefined): unknown {
  if (value !== undefined) checkPicture(value, picture, options, (number) => builtIn(this, "formatNumber", [number, picture, options]));
  return builtIn(this, "formatNumber", [value, picture, options]);
}

function toMillis(this: Call, timestamp: string | undefined, picture: string | undefined): unknown {
  if (timestamp !== undefined) checkTimestamp(timestamp, picture);
  return builtIn(this, "toMillis", [timestamp, picture]);
}

/** As the package looks names up, but for what objects inherit. */
function lookup(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return lookupInEach(value, key);
  const isData = typeof value === "object" && value !== null && !("_jsonata_lambda" in value) && !("_jsonata_function" in value);
  return isData && Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

function lookupInEach(items: readonly unknown[], key: string): unknown[] {
  const found = sequence<unknown>([]);
  for (const item of items) {
    const member = lookup(item, key);
    if (Array.isArray(member)) for (const part of member) found.push(part);
    else if (member !== undefined) found.push(member);
  }
  return found;
}

/** The `..` operator, with the package's own errors; the budget is asked before the array is made. */
function integersOf({ budget }: Evaluation): Implementation {
  return function integers(first: unknown, last: unknown): unknown {
    if (first !== undefined && !Number.isInteger(first)) throw { code: "T2003", value: first };
    if (last !== undefined && !Number.isInteger(last)) throw { code: "T2004", value: last };
    const [from, to] = [first as number | undefined, last as number | undefined];
    if (from === undefined || to === undefined || from > to) return undefined;
    const length = to - from + 1;
    if (length > RANGE_LIMIT) throw { code: "D2014", value: length };
    budget.claimItems(length);
    return sequence(Array.from({ length }, (_, index) => from + index));
  };
}

interface Definition {
  readonly signature: string;
  /** The implementation for one copy of an expression: a partially applied function does not know where it is called. */
  readonly of: (evaluation: Evaluation) => Implementation;
}

const definitions: Readonly<Record<string, Definition>> = {
  partition: { signature: "<an:a>", of: () => partition },
  range: { signature: "<nnn:a>", of: rangeOf },
  hash: { signature: "<xs:s>", of: () => hash },
  random: { signature: "<n?:n>", of: randomOf },
  uuid: { signature: "<:s>", of: (evaluation) => () => evaluation.around.uuid() },
  parse: { signature: "<s:x>", of: () => parse },
  now: { signature: "<s?s?:s>", of: nowOf },
  millis: { signature: "<:n>", of: (evaluation) => () => evaluation.around.now() },
  shuffle: { signature: "<a:a>", of: shuffleOf },
  pad: { signature: "<s-ns?:s>", of: padOf },
  distinct: { signature: "<x:x>", of: distinctOf },
  sort: { signature: "<af?:a>", of: sortOf },
  formatNumber: { signature: "<n-so?:s>", of: () => formatNumber },
  toMillis: { signature: "<s-s?:n>", of: () => toMillis },
  lookup: { signature: "<x-s:x>", of: () => lookup },
  [OWN_MEMBER]: { signature: "<xs:x>", of: () => lookup },
  [RANGE]: { signature: "<x?x?:a>", of: integersOf },
};

/** The package's functions that are AWS's, too. */
const packageNames =
  "sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim match contains replace " +
  "split join formatBase formatInteger parseInteger number floor ceil round abs sqrt power boolean not map zip filter single reduce " +
  "sift keys append exists spread merge reverse each error assert type base64encode base64decode encodeUrlComponent encodeUrl " +
  "decodeUrlComponent decodeUrl fromMillis clone";

/** The names of all functions that expressions find without anyone defining them. */
export const builtInNames: ReadonlySet<string> = new Set([...packageNames.split(" "), ...Object.keys(definitions)]);

let signatures: ReadonlyMap<string, unknown> | undefined;

/** Gives an expression our functions, and takes `$eval` away, which AWS does not have. */
export function addFunctions(expression: JsonataExpression, evaluation: Evaluation): void {
  signatures ??= compiledSignatures();
  for (const [name, signature] of signatures) {
    const implementation = definitions[name]?.of(evaluation);
    expression.assign(name, { _jsonata_function: true, implementation, signature });
  }
  expression.assign("eval", undefined);
}

/** Signatures are compiled once, by an expression that is good for nothing else. */
function compiledSignatures(): ReadonlyMap<string, unknown> {
  const carrier = parseJsonata("null");
  for (const [name, { signature }] of Object.entries(definitions)) carrier.registerFunction(name, () => undefined, signature);
  const frame = frameOf(carrier);
  return new Map(Object.keys(definitions).map((name) => [name, (frame.lookup(name) as { signature: unknown }).signature]));
}
