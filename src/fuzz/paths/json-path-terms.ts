/** JSONPath fields of a state as terms: paths, payload templates, intrinsic calls and the data they need. */
import type { ChoiceTest } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { ChoiceOperator } from "../../interpreter/choice-operators.ts";
import { CHOICE_OPERATORS } from "../../interpreter/choice-operators.ts";
import { isIntrinsicCall, MISSING } from "../../query/index.ts";
import type { Argument, IntrinsicCall } from "../../query/intrinsic/grammar.ts";
import { parseIntrinsic } from "../../query/intrinsic/grammar.ts";
import { parsePath } from "../../query/json-path/grammar.ts";
import type { Condition } from "./condition.ts";
import type { Kind } from "./kinds.ts";
import { needs } from "./kinds.ts";
import type { Step, Term } from "./term.ts";
import { at, constant, memberOf, objectOf, unknown } from "./term.ts";

/** What an expression may see. */
export interface View {
  /** `$` */
  readonly data: Term;
  /** `$$` */
  readonly context: Term;
  readonly variables: ReadonlyMap<string, Term>;
  /** Told of what must be there for the state not to fail. */
  readonly need: (condition: Condition) => void;
}

/** The names and indexes of a path; `undefined` for one with filters, wildcards or functions. */
export function stepsOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const segment of parsePath(path)) {
    if (segment.kind === "names" && segment.names.length === 1) steps.push(segment.names[0] as string);
    else if (segment.kind === "indexes" && segment.indexes.length === 1 && (segment.indexes[0] as number) >= 0)
      steps.push(segment.indexes[0] as number);
    else return undefined;
  }
  return steps;
}

/** What a path finds: in the data, in the context object (`$$`) or in a variable (`$name`). */
export function termOfPath(path: string, { data, context, variables }: View): Term {
  const root = /^\$(\$|[\p{L}_][\p{L}\p{N}_]*)?/u.exec(path);
  const steps = stepsOf(`$${path.slice(root?.[0].length ?? 1)}`);
  if (steps === undefined) return unknown(`The path ${path} chooses among values`);
  const name = root?.[1];
  if (name === undefined) return at(data, steps);
  return at(name === "$" ? context : (variables.get(name) ?? unknown(`Nothing is known of the variable $${name}`)), steps);
}

/** The same, of a path that must find something. */
export function neededAt(path: string, view: View, kind: Kind = "anything"): Term {
  const term = termOfPath(path, view);
  if (term.kind !== "unknown") view.need(needs(term, kind));
  else for (const list of listsOf(path, view)) view.need(needs(list, "list"));
  return term;
}

/** What comes before the first step of a path that chooses among values. */
function listsOf(path: string, view: View): readonly Term[] {
  const before = /^\$[\w.]*?(?=\.?\[[*?:\d])/.exec(path)?.[0];
  return before === undefined || before === "$" ? [] : [termOfPath(before, view)];
}

/** ASL "Payload Template". */
export function termOfTemplate(template: Json, view: View): Term {
  if (isJsonArray(template)) return { kind: "array", items: template.map((item) => termOfTemplate(item, view)) };
  if (!isJsonObject(template)) return constant(template);
  return objectOf(Object.entries(template).map(([key, value]) => member(key, value, view)));
}

function member(key: string, value: Json, view: View): readonly [string, Term] {
  if (!key.endsWith(".$")) return [key, termOfTemplate(value, view)];
  return [key.slice(0, -2), termOfField(value as string, view)];
}

/** A path or an intrinsic call. */
export function termOfField(text: string, view: View, kind: Kind = "anything"): Term {
  return isIntrinsicCall(text) ? termOfCall(parseIntrinsic(text), view) : neededAt(text, view, kind);
}

/** What the arguments of intrinsic functions have to be; `"anything"` for those not named. */
const ARGUMENTS: Readonly<Partial<Record<IntrinsicCall["name"], readonly Kind[]>>> = {
  "States.ArrayPartition": ["list", "seconds"],
  "States.ArrayContains": ["list"],
  "States.ArrayRange": ["number", "number", "number"],
  "States.ArrayGetItem": ["list", "number"],
  "States.ArrayLength": ["list"],
  "States.ArrayUnique": ["list"],
  "States.Base64Encode": ["text"],
  "States.Base64Decode": ["text"],
  "States.Hash": ["anything", "text"],
  "States.JsonMerge": ["object", "object", "boolean"],
  "States.StringToJson": ["json text"],
  "States.MathRandom": ["number", "number", "number"],
  "States.MathAdd": ["number", "number"],
  "States.StringSplit": ["text", "text"],
};

function termOfCall(call: IntrinsicCall, view: View): Term {
  const kinds = ARGUMENTS[call.name] ?? [];
  const terms = call.args.map((argument, index) =>
    termOfArgument(argument, view, kinds[index] ?? (call.name === "States.Format" ? "text" : "anything")),
  );
  if (call.name === "States.Array") return { kind: "array", items: terms };
  if (call.name === "States.ArrayGetItem" && call.args[1]?.kind === "literal")
    return memberOf(terms[0] as Term, Number(call.args[1].value));
  return unknown(`${call.name} is computed while the machine runs`);
}

function termOfArgument(argument: Argument, view: View, kind: Kind): Term {
  if (argument.kind === "path") return neededAt(argument.path.text, view, kind);
  return argument.kind === "call" ? termOfCall(argument, view) : constant(argument.value);
}

const NO_OPERATORS: ReadonlySet<string> = new Set(["Variable", "Next", "Comment", "Assign"]);

/** ASL "Choice State" with JSONPath: a test of the data. */
export function conditionOfTest(test: ChoiceTest, view: View): Condition {
  if (test.Not !== undefined) return { kind: "not", part: conditionOfTest(test.Not, view) };
  if (test.And !== undefined) return { kind: "and", parts: test.And.map((part) => conditionOfTest(part, view)) };
  if (test.Or !== undefined) return { kind: "or", parts: test.Or.map((part) => conditionOfTest(part, view)) };
  const [operator, operand] = Object.entries(test).find(([field]) => !NO_OPERATORS.has(field)) as [string, Json];
  const left = termOfPath(test.Variable as string, view);
  if (operator === "IsPresent")
    return { kind: "test", operator, left, right: constant(operand), holds: (value, wanted) => (value !== MISSING) === wanted };
  const isPath = operator.endsWith("Path");
  const name = (isPath ? operator.slice(0, -4) : operator) as ChoiceOperator;
  const right = isPath ? termOfPath(operand as string, view) : constant(operand);
  const compare = CHOICE_OPERATORS[name];
  return {
    kind: "test",
    operator: name,
    left,
    right,
    holds: (value, wanted) => (value === MISSING || wanted === MISSING ? "fails" : compare(value, wanted)),
  };
}
