/** ASL "Choice State": rules, nested tests and comparison operators. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Hint, Report } from "../diagnostics.ts";
import { singlePath, timestamp } from "./expressions.ts";
import type { FieldCheck } from "./field-check.ts";
import {
  bracketed,
  checkRequired,
  flag,
  foreignField,
  listOf,
  notAnObject,
  number,
  object,
  suggestion,
  text,
  unknownField,
} from "./field-check.ts";
import type { Language } from "./language.ts";
import { assign } from "./variables.ts";

const COMPARISONS = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];

/** What the operand of each comparison operator must be. */
const OPERANDS: { readonly [operator: string]: FieldCheck } = {
  ...compared("String", COMPARISONS, text),
  ...compared("Numeric", COMPARISONS, number),
  ...compared("Timestamp", COMPARISONS, timestamp),
  ...compared("Boolean", ["Equals"], flag),
  StringMatches: text,
  IsNull: flag,
  IsPresent: flag,
  IsNumeric: flag,
  IsString: flag,
  IsBoolean: flag,
  IsTimestamp: flag,
};

function compared(type: string, comparisons: readonly string[], literal: FieldCheck): { [operator: string]: FieldCheck } {
  return Object.fromEntries(
    comparisons.flatMap((comparison) => [
      [`${type}${comparison}`, literal],
      [`${type}${comparison}Path`, singlePath],
    ]),
  );
}

const test: FieldCheck = (value, at, report) => checkTest(value, {}, at, report);
const COMBINERS: { readonly [operator: string]: FieldCheck } = { And: listOf(test), Or: listOf(test), Not: test };
const OPERATORS = [...Object.keys(OPERANDS), ...Object.keys(COMBINERS)];

export function choiceRules(language: Language): FieldCheck {
  const onTop = { Next: text, Comment: text, Assign: assign(language.template) };
  const jsonata = object({
    required: ["Next", "Condition"],
    fields: { ...onTop, Condition: language.orExpression(flag), Output: language.template },
    foreign: { language: "JSONPath", names: [...OPERATORS, "Variable"] },
  });
  const jsonPath: FieldCheck = (value, at, report) => checkTest(value, onTop, at, report);
  return listOf(language.name === "JSONata" ? jsonata : jsonPath);
}

/** What only a rule that is not inside another one may have. */
const ON_TOP_ONLY: ReadonlySet<string> = new Set(["Next", "Assign", "Output"]);

function checkTest(value: Json, onTop: { readonly [name: string]: FieldCheck }, at: Pointer, report: Report): void {
  if (!isJsonObject(value)) return notAnObject(value, at, report);
  const top = Object.hasOwn(onTop, "Next");
  for (const name of Object.keys(value)) checkField(name, value[name] as Json, onTop, at, report);
  if (top) checkRequired(value, ["Next"], at, report);
  // A rule of the other query language was refused already.
  if (!Object.hasOwn(value, "Condition")) checkOperator(value, at, report);
}

function checkField(name: string, value: Json, onTop: { readonly [name: string]: FieldCheck }, at: Pointer, report: Report): void {
  const check = Object.hasOwn(onTop, name) ? onTop[name] : testField(name);
  const top = Object.hasOwn(onTop, "Next");
  if (check !== undefined) check(value, child(at, name), report);
  else if (top && (name === "Condition" || name === "Output")) foreignField(name, "JSONata", at, report);
  else if (ON_TOP_ONLY.has(name))
    report.add(
      "INVALID_CHOICE_RULE",
      child(at, name),
      `Field '${name}' is not supported`,
      'Only the rule around "And", "Or" or "Not" may have it.',
      {
        at,
      },
    );
  else unknownField(name, [...OPERATORS, "Variable", "Next", "Comment"], at, report);
}

function testField(name: string): FieldCheck | undefined {
  if (name === "Comment") return text;
  if (name === "Variable") return singlePath;
  if (Object.hasOwn(OPERANDS, name)) return OPERANDS[name];
  return Object.hasOwn(COMBINERS, name) ? COMBINERS[name] : undefined;
}

const ONE_OF = "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]";

function checkOperator(rule: JsonObject, at: Pointer, report: Report): void {
  const operators = Object.keys(rule).filter((name) => Object.hasOwn(OPERANDS, name) || Object.hasOwn(COMBINERS, name));
  const [first, second] = operators;
  if (first === undefined) report.add("INVALID_CHOICE_RULE", at, "A choice rule must have a comparison operator", operatorHint(rule));
  else if (second === undefined) checkVariable(rule, first, at, report);
  else {
    const combines = operators.some((name) => Object.hasOwn(COMBINERS, name));
    const message = combines ? ONE_OF : `There should only be one of the following fields: ${bracketed(operators)}`;
    report.add("INVALID_CHOICE_RULE", at, message, 'Combine tests with "And" or "Or".');
  }
}

function checkVariable(rule: JsonObject, operator: string, at: Pointer, report: Report): void {
  const compares = Object.hasOwn(OPERANDS, operator);
  if (compares === Object.hasOwn(rule, "Variable")) return;
  if (compares) report.add("MISSING_FIELD", at, ONE_OF, `"${operator}" compares a "Variable".`);
  else report.add("INVALID_CHOICE_RULE", child(at, "Variable"), ONE_OF, `Beside "${operator}" it would have no meaning.`, { at });
}

function operatorHint(rule: JsonObject): Hint {
  const odd = Object.keys(rule).find((name) => name !== "Next" && name !== "Assign" && testField(name) === undefined);
  return odd === undefined ? undefined : suggestion(odd, OPERATORS);
}
