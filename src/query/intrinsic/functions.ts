/** The intrinsic functions (ASL appendix "List of Intrinsic Functions"). */
import type { Json } from "../../base/json.ts";
import { jsonEquals, setMember } from "../../base/json.ts";
import { plural } from "../../base/text.ts";
import { hashAlgorithms, hashOf } from "../hash-algorithms.ts";
import { seededRandom } from "../seeded-random.ts";
import type { IntrinsicArguments } from "./arguments.ts";

interface IntrinsicFunction {
  /** How many arguments it takes. */
  readonly arity: { readonly least: number; readonly most: number };
  readonly evaluate: (args: IntrinsicArguments) => Json;
}

const TEXT_LIMIT = 10_000;
const RANGE_LIMIT = 1_000;
const DEPTH_LIMIT = 1_000;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const takes = (least: number, most: number = least): IntrinsicFunction["arity"] => ({ least, most });
const anyNumber: number = Number.POSITIVE_INFINITY;

/** All names. */
export const intrinsicNames = [
  "States.Array",
  "States.ArrayPartition",
  "States.ArrayContains",
  "States.ArrayRange",
  "States.ArrayGetItem",
  "States.ArrayLength",
  "States.ArrayUnique",
  "States.Base64Encode",
  "States.Base64Decode",
  "States.Hash",
  "States.JsonMerge",
  "States.JsonToString",
  "States.StringToJson",
  "States.MathRandom",
  "States.MathAdd",
  "States.StringSplit",
  "States.UUID",
  "States.Format",
] as const;

/** The name of an intrinsic function. */
export type IntrinsicName = (typeof intrinsicNames)[number];

/** All of them, by name. */
export const intrinsicFunctions: Readonly<Record<IntrinsicName, IntrinsicFunction>> = {
  "States.Array": { arity: takes(0, anyNumber), evaluate: (args) => args.values },
  "States.ArrayPartition": { arity: takes(2), evaluate: arrayPartition },
  "States.ArrayContains": { arity: takes(2), evaluate: (args) => args.array(0).some((item) => jsonEquals(item, args.any(1))) },
  "States.ArrayRange": { arity: takes(3), evaluate: arrayRange },
  "States.ArrayGetItem": { arity: takes(2), evaluate: arrayGetItem },
  "States.ArrayLength": { arity: takes(1), evaluate: (args) => args.array(0).length },
  "States.ArrayUnique": { arity: takes(1), evaluate: arrayUnique },
  "States.Base64Encode": { arity: takes(1), evaluate: (args) => Buffer.from(args.text(0, TEXT_LIMIT), "utf8").toString("base64") },
  "States.Base64Decode": { arity: takes(1), evaluate: base64Decode },
  "States.Hash": { arity: takes(2), evaluate: hash },
  "States.JsonMerge": { arity: takes(3), evaluate: jsonMerge },
  "States.JsonToString": { arity: takes(1), evaluate: (args) => JSON.stringify(args.any(0)) },
  "States.StringToJson": { arity: takes(1), evaluate: stringToJson },
  "States.MathRandom": { arity: takes(2, 3), evaluate: mathRandom },
  "States.MathAdd": { arity: takes(2), evaluate: mathAdd },
  "States.StringSplit": { arity: takes(2), evaluate: stringSplit },
  "States.UUID": { arity: takes(0), evaluate: (args) => args.around.uuid() },
  "States.Format": { arity: takes(1, anyNumber), evaluate: (args) => formatWith(args.text(0).split("{}"), args) },
};

/** Is there an intrinsic function of this name? */
export function isIntrinsicName(name: string): name is IntrinsicName {
  return Object.hasOwn(intrinsicFunctions, name);
}

/** How many arguments a function takes. */
export function arityOf(name: IntrinsicName): IntrinsicFunction["arity"] {
  return intrinsicFunctions[name].arity;
}

function arrayPartition(args: IntrinsicArguments): Json {
  const items = args.array(0);
  const size = args.integer(1);
  if (size < 1) args.refuse(1, "a positive integer");
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function arrayRange(args: IntrinsicArguments): Json {
  const [first, last, step] = [args.integer(0), args.integer(1), args.integer(2)];
  if (step === 0) args.refuse(2, "other than zero");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > RANGE_LIMIT) args.fail(`The range has ${length} items; at most ${RANGE_LIMIT} are allowed.`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function arrayGetItem(args: IntrinsicArguments): Json {
  const items = args.array(0);
  const index = args.integer(1);
  const item = items[index];
  return item === undefined ? args.fail(`The index ${index} is out of bounds: the array has ${plural(items.length, "item")}.`) : item;
}

/** The first of each set of equal values stays. */
function arrayUnique(args: IntrinsicArguments): Json {
  const scalars = new Set<Json>();
  const containers: Json[] = [];
  const unique: Json[] = [];
  for (const item of args.array(0)) {
    const isScalar = item === null || typeof item !== "object";
    if (isScalar ? scalars.has(item) : containers.some((other) => jsonEquals(item, other))) continue;
    if (isScalar) scalars.add(item);
    else containers.push(item);
    unique.push(item);
  }
  return unique;
}

function base64Decode(args: IntrinsicArguments): Json {
  const text = args.text(0, TEXT_LIMIT);
  if (!BASE64.test(text) || text.replace(/=+$/, "").length % 4 === 1) args.refuse(0, "Base64 text");
  return Buffer.from(text, "base64").toString("utf8");
}

/** Text is hashed as it is, anything else as its JSON text. */
function hash(args: IntrinsicArguments): Json {
  const data = args.any(0);
  const text = typeof data === "string" ? args.text(0, TEXT_LIMIT) : JSON.stringify(data);
  if (text.length > TEXT_LIMIT) args.fail(`The first argument has ${text.length} characters; at most ${TEXT_LIMIT} are allowed.`);
  const algorithm = args.text(1);
  return hashOf(text, algorithm) ?? args.refuse(1, `one of ${hashAlgorithms}`);
}

/** Members of the second object win, and come first, as AWS orders them. */
function jsonMerge(args: IntrinsicArguments): Json {
  const [base, over] = [args.object(0), args.object(1)];
  if (args.any(2) !== false) args.refuse(2, "false, as only shallow merging is supported");
  const merged: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(over)) setMember(merged, name, value);
  for (const [name, value] of Object.entries(base)) if (!Object.hasOwn(over, name)) setMember(merged, name, value);
  return merged;
}

function stringToJson(args: IntrinsicArguments): Json {
  const text = args.text(0);
  if (text.trim() === "") return null;
  const value = parsedJson(text);
  if (value === undefined) return args.refuse(0, "JSON text");
  if (text.length > DEPTH_LIMIT && isDeeper(value, DEPTH_LIMIT)) args.fail(`The JSON text has more than ${DEPTH_LIMIT} levels of nesting.`);
  // JSON has one zero; JavaScript's parser reads "-0" as another.
  return value === 0 ? 0 : value;
}

function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isDeeper(value: Json, limit: number): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth <= limit && level.length > 0; depth++) {
    level = level.flatMap((item) => (item !== null && typeof item === "object" ? Object.values<Json>(item) : []));
  }
  return level.length > 0;
}

function mathRandom(args: IntrinsicArguments): Json {
  const [start, end] = [args.integer(0), args.integer(1)];
  if (end <= start) args.refuse(1, "greater than the first");
  const random = args.values.length < 3 ? args.around.random() : seededRandom(args.integer(2));
  return start + Math.floor(random * (end - start));
}

function mathAdd(args: IntrinsicArguments): Json {
  const sum = args.integer(0) + args.integer(1);
  return Number.isSafeInteger(sum) ? sum : args.fail("The sum cannot be represented exactly.");
}

/** Each character of the second argument separates; empty parts are left out. */
function stringSplit(args: IntrinsicArguments): Json {
  const separators = new Set(args.text(1));
  const parts: string[] = [];
  let part = "";
  for (const character of args.text(0)) {
    if (!separators.has(character)) part += character;
    else if (part !== "") {
      parts.push(part);
      part = "";
    }
  }
  return part === "" ? parts : [...parts, part];
}

/** Puts the arguments after the first between the pieces of a template: text as it is, anything else as JSON. */
export function formatWith(pieces: readonly string[], args: IntrinsicArguments): string {
  const places = pieces.length - 1;
  const given = args.values.length - 1;
  if (places !== given) args.fail(`The template has ${places} places ({}), but ${given} arguments follow it.`);
  let result = pieces[0] as string;
  for (let index = 1; index < pieces.length; index++) result += asText(args.any(index)) + (pieces[index] as string);
  return result;
}

const asText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
