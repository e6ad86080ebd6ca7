import type { ChoiceTest } from "../asl/model.ts";
import { InternalError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { PathExpression } from "../query/index.ts";
import { compilePath, MISSING, QueryFailure } from "../query/index.ts";
import type { ChoiceOperator, Comparison } from "./choice-operators.ts";
import { CHOICE_OPERATORS } from "./choice-operators.ts";
import type { Scope } from "./scope.ts";

type Test = (input: Json, scope: Scope) => boolean;

/** ASL "Choice State" with JSONPath: `And`, `Or`, `Not`, or a variable and a comparison operator. */
export function linkTest(test: ChoiceTest): Test {
  if (test.Not !== undefined) return not(linkTest(test.Not));
  if (test.And !== undefined) return every(test.And.map(linkTest));
  if (test.Or !== undefined) return some(test.Or.map(linkTest));
  return linkComparison(test, compilePath(test.Variable as string));
}

const not =
  (test: Test): Test =>
  (input, scope) =>
    !test(input, scope);

const every =
  (tests: readonly Test[]): Test =>
  (input, scope) =>
    tests.every((test) => test(input, scope));

const some =
  (tests: readonly Test[]): Test =>
  (input, scope) =>
    tests.some((test) => test(input, scope));

function linkComparison(test: ChoiceTest, variable: PathExpression): Test {
  const [name, operand] = Object.entries(test).find(([field]) => !NO_OPERATORS.has(field)) as [string, Json];
  if (name === "IsPresent") return (input, scope) => (variable.read(input, scope) !== MISSING) === operand;
  const comparison = comparisonNamed(name.replace(/Path$/, ""));
  if (!name.endsWith("Path")) return (input, scope) => comparison(valueAt(variable, input, scope), operand);
  const operandPath = compilePath(operand as string);
  return (input, scope) => comparison(valueAt(variable, input, scope), valueAt(operandPath, input, scope));
}

const NO_OPERATORS: ReadonlySet<string> = new Set(["Variable", "Next", "Comment", "Assign"]);

function comparisonNamed(name: string): Comparison {
  if (Object.hasOwn(CHOICE_OPERATORS, name)) return CHOICE_OPERATORS[name as ChoiceOperator];
  throw new InternalError(`The comparison operator ${name} was accepted but does not exist.`);
}

function valueAt(path: PathExpression, input: Json, scope: Scope): Json {
  const value = path.read(input, scope);
  if (value !== MISSING) return value;
  throw new QueryFailure("States.Runtime", `Invalid path '${path.text}': The choice state's condition path references an invalid value.`);
}
