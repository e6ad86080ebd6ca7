/** ASL "Reference Paths": paths of names and indexes only, which say where a value goes (`ResultPath`). */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, withMember } from "../../base/json.ts";
import { QueryFailure } from "../failure.ts";
import { QuerySyntaxError } from "../syntax-error.ts";
import type { Segment } from "./grammar.ts";
import { parsePath } from "./grammar.ts";

/** A place in a document. */
export interface ReferencePath {
  readonly text: string;
  /** A copy of `document` with `value` in this place; objects that are missing on the way are made. */
  insert(document: Json, value: Json): Json;
}

type Step = string | number;

/** Compiles a reference path; throws a `QuerySyntaxError` for any other path. */
export function compileReferencePath(text: string): ReferencePath {
  const steps = parsePath(text).map((segment) => stepOf(segment, text));
  return { text, insert: (document, value) => insert(text, steps, document, value) };
}

function stepOf(segment: Segment, text: string): Step {
  if (segment.kind === "names" && segment.names.length === 1) return segment.names[0] as string;
  const index = segment.kind === "indexes" && segment.indexes.length === 1 ? (segment.indexes[0] as number) : -1;
  if (index < 0) throw new QuerySyntaxError(`"${text}" is no reference path: it may hold names and array indexes from 0 only.`, 0);
  return index;
}

function insert(text: string, steps: readonly Step[], document: Json, value: Json): Json {
  const holders: Json[] = [];
  let node: Json | undefined = document;
  for (const step of steps) {
    const holder: Json = node === undefined ? {} : node;
    if (!accepts(holder, step)) throw unapplicable(text, document);
    holders.push(holder);
    node = memberOf(holder, step);
  }
  let result = value;
  for (let index = steps.length - 1; index >= 0; index--) result = withStep(holders[index] as Json, steps[index] as Step, result);
  return result;
}

/** A name needs an object; an index needs an array that has the item already. */
function accepts(holder: Json, step: Step): boolean {
  return typeof step === "string" ? isJsonObject(holder) : isJsonArray(holder) && step < holder.length;
}

function unapplicable(text: string, document: Json): QueryFailure {
  return new QueryFailure("States.ResultPathMatchFailure", `Unable to apply ReferencePath ${text} to input ${JSON.stringify(document)}`);
}

function memberOf(holder: Json, step: Step): Json | undefined {
  if (isJsonArray(holder)) return holder[step as number];
  return isJsonObject(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined;
}

function withStep(holder: Json, step: Step, value: Json): Json {
  if (isJsonArray(holder)) return holder.with(step as number, value);
  return isJsonObject(holder) ? withMember(holder, step as string, value) : value;
}
