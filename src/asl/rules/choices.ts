/** ASL "Choice State": rules, nested tests and comparison operators. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Hint, Report } from "../diagnostics.ts";
import { path, timestamp } from "./expressions.ts";
import type { FieldCheck } from "./field-check.ts";
import { flag, list, listOf, missingField, number, suggestion, text, unknownField, wrongType } from "./field-check.ts";
import { withoutUnsupportedFields } from "./supported.ts";

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
      [`${type}${comparison}Path`, path],
    ]),
  );
}

const test: FieldCheck = (value, at, report) => checkRule(value, false, at, report);
const COMBINERS: { readonly [operator: string]: FieldCheck } = { And: listOf(test), Or: listOf(test), Not: test };
const OPERATORS = [...Object.keys(OPERANDS), ...Object.keys(COMBINERS)];

export const choiceRules: FieldCheck = listOf((value, at, report) => checkRule(value, true, at, report));

function checkRule(value: Json, top: boolean, at: Pointer, report: Report): void {
  if (!isJsonObject(value)) {
    wrongType(value, at, report, "an object");
    return;
  }
  const rule = withoutUnsupportedFields(value, at, report);
  checkRuleFields(rule, top, at, report);
  if (top && !Object.hasOwn(rule, "Next")) missingField("Next", rule, "A choice rule", at, report);
  // A rule of another query language was refused already.
  if (!Object.hasOwn(value, "Condition")) checkOperator(rule, at, report);
}

function checkRuleFields(rule: JsonObject, top: boolean, at: Pointer, report: Report): void {
  for (const name of Object.keys(rule)) {
    const check = ruleField(name);
    if (name === "Next" && !top)
      report.add("INVALID_CHOICE_RULE", child(at, name), 'A rule inside "And", "Or" or "Not" may not have "Next".');
    else if (check === undefined) unknownField(name, [...OPERATORS, "Variable", "Next", "Comment"], "A choice rule", at, report);
    else check(rule[name] as Json, child(at, name), report);
  }
}

function ruleField(name: string): FieldCheck | undefined {
  if (name === "Next" || name === "Comment") return text;
  if (name === "Variable") return path;
  if (Object.hasOwn(OPERANDS, name)) return OPERANDS[name];
  return Object.hasOwn(COMBINERS, name) ? COMBINERS[name] : undefined;
}

function checkOperator(rule: JsonObject, at: Pointer, report: Report): void {
  const operators = Object.keys(rule).filter((name) => Object.hasOwn(OPERANDS, name) || Object.hasOwn(COMBINERS, name));
  const [first, second] = operators;
  if (first === undefined) report.add("INVALID_CHOICE_RULE", at, "A choice rule must have a comparison operator.", operatorHint(rule));
  else if (second === undefined) checkVariable(rule, first, at, report);
  else {
    const message = `A choice rule must have exactly one operator, but has ${list(operators)}.`;
    report.add("INVALID_CHOICE_RULE", at, message, 'Combine tests with "And" or "Or".');
  }
}

function checkVariable(rule: JsonObject, operator: string, at: Pointer, report: Report): void {
  const compares = Object.hasOwn(OPERANDS, operator);
  if (compares === Object.hasOwn(rule, "Variable")) return;
  if (compares) missingField("Variable", rule, `A choice rule with "${operator}"`, at, report);
  else report.add("INVALID_CHOICE_RULE", child(at, "Variable"), `A rule with "${operator}" may not have "Variable".`);
}

function operatorHint(rule: JsonObject): Hint {
  const odd = Object.keys(rule).find((name) => ruleField(name) === undefined);
  return odd === undefined ? undefined : suggestion(odd, OPERATORS);
}
