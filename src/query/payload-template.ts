/** ASL "Payload Template": fields whose names end in `.$` are computed, all else is taken as written. */
import { frozenJson } from "../base/frozen-json.ts";
import type { Json } from "../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../base/json.ts";
import type { Pointer } from "../base/pointer.ts";
import { child, ROOT } from "../base/pointer.ts";
import { QueryFailure } from "./failure.ts";
import { compileIntrinsic, isIntrinsicCall } from "./intrinsic/intrinsic.ts";
import { MISSING } from "./json-path/missing.ts";
import { compilePath } from "./json-path/path-expression.ts";
import type { Surroundings } from "./surroundings.ts";
import { QuerySyntaxError } from "./syntax-error.ts";

/** A compiled template or expression. */
export type Evaluator = (input: Json, around: Surroundings) => Json;

/** Told of each use of what AWS documents as unsupported, with the field that has it, seen from the template. */
export type WarningListener = (warning: string, at: Pointer) => void;

const DEPTH_LIMIT = 1_000;
const COMPUTED = ".$";

/** Compiles a template; throws a `QuerySyntaxError` that points to the field at fault. */
export function compileTemplate(template: Json, warn: WarningListener = () => {}): Evaluator {
  const evaluate = compilePart(template, ROOT, 0, warn);
  if (evaluate !== undefined) return evaluate;
  const constant = frozenJson(template);
  return () => constant;
}

/** Compiles one path or intrinsic call; `field` names it in failures, as `total.$` or `CausePath`. */
export function compileTemplateField(field: string, text: string, warn: WarningListener = () => {}): Evaluator {
  return compileField(field, text, ROOT, warn);
}

/** `undefined` for a part without computed fields. */
function compilePart(part: Json, at: Pointer, depth: number, warn: WarningListener): Evaluator | undefined {
  if (depth > DEPTH_LIMIT) throw new QuerySyntaxError(`More than ${DEPTH_LIMIT} levels of nesting.`, 0, at);
  if (isJsonArray(part)) return compileArray(part, at, depth, warn);
  return isJsonObject(part) ? compileObject(Object.entries(part), at, depth, warn) : undefined;
}

function compileArray(items: readonly Json[], at: Pointer, depth: number, warn: WarningListener): Evaluator | undefined {
  const parts = items.map((item, index) => compilePart(item, child(at, index), depth + 1, warn));
  if (parts.every((part) => part === undefined)) return undefined;
  const evaluators = parts.map((part, index) => part ?? constantly(items[index] as Json));
  return (input, around) => evaluators.map((evaluate) => evaluate(input, around));
}

function compileObject(
  members: readonly (readonly [string, Json])[],
  at: Pointer,
  depth: number,
  warn: WarningListener,
): Evaluator | undefined {
  const fields = members.map(([key, value]) => {
    const isComputed = key.endsWith(COMPUTED);
    const evaluate = isComputed ? compileField(key, value, child(at, key), warn) : compilePart(value, child(at, key), depth + 1, warn);
    return { name: isComputed ? key.slice(0, -COMPUTED.length) : key, value, evaluate };
  });
  return fields.every(({ evaluate }) => evaluate === undefined) ? undefined : objectOf(fields);
}

interface Field {
  readonly name: string;
  readonly value: Json;
  readonly evaluate: Evaluator | undefined;
}

/** Copying an object that has all the names and then setting the computed ones is faster than building it up. */
function objectOf(fields: readonly Field[]): Evaluator {
  const constants: { [name: string]: Json } = {};
  for (const { name, value, evaluate } of fields) setMember(constants, name, evaluate === undefined ? frozenJson(value) : null);
  const computed = fields.flatMap(({ name, evaluate }) => (evaluate === undefined ? [] : { name, evaluate }));
  return (input, around) => {
    const result: { [name: string]: Json } = { ...constants };
    for (const { name, evaluate } of computed) setMember(result, name, evaluate(input, around));
    return result;
  };
}

function constantly(value: Json): Evaluator {
  const constant = frozenJson(value);
  return () => constant;
}

function compileField(field: string, text: Json, at: Pointer, warn: WarningListener): Evaluator {
  try {
    if (typeof text !== "string") throw new QuerySyntaxError("It is not text.", 0);
    return compileExpression(field, text, (warning) => warn(warning, at));
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const reason = `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`;
    throw new QuerySyntaxError(`${reason}: ${error.message}`, error.offset, at);
  }
}

function compileExpression(field: string, text: string, warn: (warning: string) => void): Evaluator {
  if (isIntrinsicCall(text)) return compileIntrinsic(text, warn);
  const path = compilePath(text);
  path.warnings.forEach(warn);
  return (input, around) => {
    const value = path.read(input, around);
    if (value !== MISSING) return value;
    const document = JSON.stringify(path.document(input, around));
    throw new QueryFailure(
      "States.Runtime",
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${document}'`,
    );
  };
}
