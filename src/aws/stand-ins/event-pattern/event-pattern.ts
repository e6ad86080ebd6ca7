import { UsageError } from "../../../base/errors.ts";
import type { Json, JsonObject } from "../../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../../base/json.ts";
import { shownValue } from "../../../base/shown-value.ts";
import type { ValueTest } from "./operators.ts";
import { valueTest } from "./operators.ts";

/** EventBridge, "Event patterns": does an event match? Throws a UsageError for a pattern that cannot be. */
export function compilePattern(pattern: JsonObject): (event: JsonObject) => boolean {
  const tests = Object.entries(pattern).map(([field, wanted]) => (field === "$or" ? anyOf(wanted) : fieldTest(field, wanted)));
  return (event) => tests.every((test) => test(event));
}

type EventTest = (event: JsonObject) => boolean;

function anyOf(alternatives: Json): EventTest {
  if (!isJsonArray(alternatives) || !alternatives.every(isJsonObject)) throw invalidPattern("$or", alternatives, "an array of patterns");
  const tests = alternatives.map(compilePattern);
  return (event) => tests.some((test) => test(event));
}

function fieldTest(field: string, wanted: Json): EventTest {
  if (isJsonObject(wanted)) {
    const inner = compilePattern(wanted);
    return (event) => inside(member(event, field), inner);
  }
  if (!isJsonArray(wanted) || wanted.length === 0) throw invalidPattern(field, wanted, "a pattern or an array of values and operators");
  return memberTest(field, wanted);
}

/** One of the entries must hold; an absent field is matched by `{ exists: false }` alone. */
function memberTest(field: string, entries: readonly Json[]): EventTest {
  const existences = entries.filter(isExists).map((entry) => (entry as JsonObject)["exists"] as boolean);
  const tests = entries.filter((entry) => !isExists(entry)).map(valueTest);
  return (event) => {
    const value = member(event, field);
    if (existences.includes(value !== undefined)) return true;
    return value !== undefined && tests.some((test) => holdsFor(test, value));
  };
}

function isExists(entry: Json): boolean {
  return isJsonObject(entry) && typeof entry["exists"] === "boolean" && Object.keys(entry).length === 1;
}

function holdsFor(test: ValueTest, value: Json): boolean {
  return isJsonArray(value) ? value.some(test) : test(value);
}

/** Of an array of objects, one must match. An absent object may be what `exists: false` asks for. */
function inside(value: Json | undefined, test: EventTest): boolean {
  if (isJsonArray(value)) return value.some((each) => isJsonObject(each) && test(each));
  return test(isJsonObject(value) ? value : {});
}

function member(event: JsonObject, field: string): Json | undefined {
  return Object.hasOwn(event, field) ? event[field] : undefined;
}

function invalidPattern(field: string, found: Json, wanted: string): UsageError {
  return new UsageError(`"${field}" of an event pattern must be ${wanted}, but was ${shownValue(found)}.`, {
    code: "INVALID_PATTERN",
    hint: 'For example `{ "detail-type": ["order.created"], detail: { amount: [{ numeric: [">", 100] }] } }`.',
  });
}
