import type { Json } from "../base/json.ts";
import { parseTimestamp } from "./timestamp.ts";

/** Does a value stand in some relation to an operand? A value of another type than the operator's never does. */
export type Comparison = (value: Json, operand: Json) => boolean;

const isString = (value: Json): value is string => typeof value === "string";
const isNumber = (value: Json): value is number => typeof value === "number";
const isBoolean = (value: Json): value is boolean => typeof value === "boolean";
const isTimestamp = (value: Json): value is string => isString(value) && parseTimestamp(value) !== undefined;

/** A comparison of two values of one type; the type is checked here, for literals and paths alike. */
function compare<T extends Json>(isOfType: (value: Json) => value is T, holds: (value: T, operand: T) => boolean): Comparison {
  return (value, operand) => isOfType(value) && isOfType(operand) && holds(value, operand);
}

function compareTimestamps(holds: (value: number, operand: number) => boolean): Comparison {
  return compare(isTimestamp, (value, operand) => holds(parseTimestamp(value) as number, parseTimestamp(operand) as number));
}

/** A test of the value's type; the operand says whether it is wanted. */
function typeTest(isOfType: (value: Json) => boolean): Comparison {
  return (value, wanted) => isOfType(value) === wanted;
}

type Ordering = "Equals" | "LessThan" | "GreaterThan" | "LessThanEquals" | "GreaterThanEquals";

export type ChoiceOperator =
  | `${"String" | "Numeric" | "Timestamp"}${Ordering}`
  | `Is${"Null" | "Numeric" | "String" | "Boolean" | "Timestamp"}`
  | "StringMatches"
  | "BooleanEquals";

/** ASL "Choice State", comparison operators: one row each. The `…Path` forms take their operand from the input. */
export const CHOICE_OPERATORS: Readonly<Record<ChoiceOperator, Comparison>> = {
  StringEquals: compare(isString, (value, operand) => value === operand),
  StringLessThan: compare(isString, (value, operand) => value < operand),
  StringGreaterThan: compare(isString, (value, operand) => value > operand),
  StringLessThanEquals: compare(isString, (value, operand) => value <= operand),
  StringGreaterThanEquals: compare(isString, (value, operand) => value >= operand),
  StringMatches: compare(isString, matchesPattern),
  NumericEquals: compare(isNumber, (value, operand) => value === operand),
  NumericLessThan: compare(isNumber, (value, operand) => value < operand),
  NumericGreaterThan: compare(isNumber, (value, operand) => value > operand),
  NumericLessThanEquals: compare(isNumber, (value, operand) => value <= operand),
  NumericGreaterThanEquals: compare(isNumber, (value, operand) => value >= operand),
  BooleanEquals: compare(isBoolean, (value, operand) => value === operand),
  TimestampEquals: compareTimestamps((value, operand) => value === operand),
  TimestampLessThan: compareTimestamps((value, operand) => value < operand),
  TimestampGreaterThan: compareTimestamps((value, operand) => value > operand),
  TimestampLessThanEquals: compareTimestamps((value, operand) => value <= operand),
  TimestampGreaterThanEquals: compareTimestamps((value, operand) => value >= operand),
  IsNull: typeTest((value) => value === null),
  IsNumeric: typeTest(isNumber),
  IsString: typeTest(isString),
  IsBoolean: typeTest(isBoolean),
  IsTimestamp: typeTest(isTimestamp),
};

/** `*` stands for any text, `\*` for an asterisk, `\\` for a backslash. */
export function matchesPattern(text: string, pattern: string): boolean {
  const pieces = piecesOf(pattern);
  const first = pieces[0] as string;
  const last = pieces.at(-1) as string;
  if (pieces.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  return containsInOrder(text.slice(first.length, text.length - last.length), pieces.slice(1, -1));
}

function containsInOrder(text: string, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return true;
}

/** The literal texts between the asterisks of a pattern. */
function piecesOf(pattern: string): readonly string[] {
  const pieces = [""];
  for (const [token] of pattern.matchAll(/\\[\\*]|[\s\S]/gu)) {
    if (token === "*") pieces.push("");
    else pieces[pieces.length - 1] += token.length === 2 && token.startsWith("\\") ? token.slice(1) : token;
  }
  return pieces;
}
