/** Any JSON of a JSONata state: strings that are `{% … %}` are evaluated wherever they stand, all else is taken as written. */
import { frozenJson } from "../../base/frozen-json.ts";
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, ROOT } from "../../base/pointer.ts";
import type { Answer } from "../answer.ts";
import type { Surroundings } from "../surroundings.ts";
import { QuerySyntaxError } from "../syntax-error.ts";
import type { JsonataEvaluator } from "./jsonata.ts";
import { compileJsonata } from "./jsonata.ts";
import { isJsonata } from "./source.ts";
import type { States } from "./states.ts";

/** Puts the values of the expressions, in the order of the template, into their places. */
type Builder = (values: readonly Json[]) => Json;

const DEPTH_LIMIT = 1_000;

/** Compiles a template; throws a `QuerySyntaxError` that points to the expression at fault. */
export function compileJsonataTemplate(field: string, template: Json): JsonataEvaluator {
  const evaluators: JsonataEvaluator[] = [];
  const build = compilePart({ field, at: ROOT, depth: 0 }, template, evaluators);
  if (build === undefined) {
    const constant = frozenJson(template);
    return () => constant;
  }
  const [only] = evaluators;
  if (typeof template === "string" && only !== undefined) return only;
  return (states, around) => evaluateFrom(0, [], { evaluators, build, states, around });
}

interface Place {
  /** As failures name it. */
  readonly field: string;
  readonly at: Pointer;
  readonly depth: number;
}

function inside({ field, at, depth }: Place, step: string | number): Place {
  return { field: `${field}/${step}`, at: child(at, step), depth: depth + 1 };
}

/** `undefined` for a part without expressions. */
function compilePart(place: Place, part: Json, evaluators: JsonataEvaluator[]): Builder | undefined {
  if (place.depth > DEPTH_LIMIT) throw new QuerySyntaxError(`More than ${DEPTH_LIMIT} levels of nesting.`, 0, place.at);
  if (typeof part === "string") return isJsonata(part) ? compileText(place, part, evaluators) : undefined;
  if (isJsonArray(part)) return compileArray(place, part, evaluators);
  return isJsonObject(part) ? compileObject(place, Object.entries(part), evaluators) : undefined;
}

function compileText(place: Place, text: string, evaluators: JsonataEvaluator[]): Builder {
  const index = evaluators.length;
  evaluators.push(compileAt(place, text));
  return (values) => values[index] as Json;
}

function compileAt({ field, at }: Place, text: string): JsonataEvaluator {
  try {
    return compileJsonata(field, text);
  } catch (error) {
    throw error instanceof QuerySyntaxError ? new QuerySyntaxError(error.message, error.offset, at) : error;
  }
}

function compileArray(place: Place, items: readonly Json[], evaluators: JsonataEvaluator[]): Builder | undefined {
  const parts = items.map((item, index) => compilePart(inside(place, index), item, evaluators));
  if (parts.every((part) => part === undefined)) return undefined;
  const builders = parts.map((part, index) => part ?? constantly(items[index] as Json));
  return (values) => Object.freeze(builders.map((build) => build(values)));
}

function constantly(value: Json): Builder {
  const constant = frozenJson(value);
  return () => constant;
}

function compileObject(place: Place, members: readonly (readonly [string, Json])[], evaluators: JsonataEvaluator[]): Builder | undefined {
  const constants: { [name: string]: Json } = {};
  const computed: { readonly name: string; readonly build: Builder }[] = [];
  for (const [name, value] of members) {
    const build = compilePart(inside(place, name), value, evaluators);
    setMember(constants, name, build === undefined ? frozenJson(value) : null);
    if (build !== undefined) computed.push({ name, build });
  }
  if (computed.length === 0) return undefined;
  return (values) => {
    const result: { [name: string]: Json } = { ...constants };
    for (const { name, build } of computed) setMember(result, name, build(values));
    return Object.freeze(result);
  };
}

interface Work {
  readonly evaluators: readonly JsonataEvaluator[];
  readonly build: Builder;
  readonly states: States;
  readonly around: Surroundings;
}

/** One expression after the other: the first that fails is the one reported. */
function evaluateFrom(start: number, values: Json[], work: Work): Answer {
  const { evaluators, build, states, around } = work;
  for (let index = start; index < evaluators.length; index++) {
    const answer = (evaluators[index] as JsonataEvaluator)(states, around);
    if (answer instanceof Promise) return evaluateAfter(answer, index, values, work);
    values.push(answer);
  }
  return build(values);
}

async function evaluateAfter(answer: Promise<Json>, index: number, values: Json[], work: Work): Promise<Json> {
  values.push(await answer);
  return evaluateFrom(index + 1, values, work);
}
