import { UsageError } from "../../../base/errors.ts";
import type { Json } from "../../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../../base/json.ts";
import { shownValue } from "../../../base/shown-value.ts";
import { didYouMean } from "../../../base/text.ts";

/** Does a value hold? Of an array in an event, each element is asked. */
export type ValueTest = (value: Json) => boolean;

type Operator = (operand: Json) => ValueTest;

/** EventBridge, "Comparison operators": what may stand in a pattern instead of a plain value; `exists` concerns the field itself. */
const operators: { readonly [name: string]: Operator } = {
  prefix: onText("prefix", (value, operand) => value.startsWith(operand)),
  suffix: onText("suffix", (value, operand) => value.endsWith(operand)),
  "equals-ignore-case": onText("equals-ignore-case", (value, operand) => value.toLowerCase() === operand.toLowerCase()),
  wildcard: (operand) => {
    const pattern = wildcardOf(textOperand("wildcard", operand));
    return (value) => typeof value === "string" && pattern.test(value);
  },
  "anything-but": (operand) => {
    const tests = (isJsonArray(operand) ? operand : [operand]).flatMap(nestedTests);
    return (value) => !tests.some((test) => test(value));
  },
  numeric: numericTest,
  cidr: cidrTest,
};

/** The test of one entry of a pattern's array. Throws a UsageError for an operator that does not exist. */
export function valueTest(entry: Json): ValueTest {
  if (!isJsonObject(entry)) return (value) => value === entry;
  const names = Object.keys(entry);
  const [name = ""] = names;
  const operator = names.length === 1 && Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined) throw unknownOperator(name);
  return operator(entry[name] as Json);
}

/** `{ "anything-but": { "prefix": ["a", "b"] } }`: the operators inside may have several operands. */
function nestedTests(entry: Json): readonly ValueTest[] {
  if (!isJsonObject(entry)) return [valueTest(entry)];
  return Object.entries(entry).flatMap(([name, operand]) => {
    return (isJsonArray(operand) ? operand : [operand]).map((each) => valueTest({ [name]: each }));
  });
}

function onText(name: string, holds: (value: string, operand: string) => boolean): Operator {
  return (operand) => {
    // A prefix or suffix may be told to ignore case.
    if (isJsonObject(operand) && typeof operand["equals-ignore-case"] === "string") {
      const small = operand["equals-ignore-case"].toLowerCase();
      return (value) => typeof value === "string" && holds(value.toLowerCase(), small);
    }
    const text = textOperand(name, operand);
    return (value) => typeof value === "string" && holds(value, text);
  };
}

function textOperand(name: string, operand: Json): string {
  if (typeof operand === "string") return operand;
  throw invalidOperand(name, operand, "a text");
}

/** `*` stands for any characters; a backslash takes a character as it is. */
function wildcardOf(pattern: string): RegExp {
  const source = pattern.replace(
    /\\(.)|([*])|([.+?^${}()|[\]\\])/g,
    (_all, escaped: string | undefined, star: string | undefined, special: string) => {
      if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
      return star !== undefined ? "[^]*" : `\\${special}`;
    },
  );
  return new RegExp(`^${source}$`);
}

const COMPARISONS: { readonly [sign: string]: (value: number, bound: number) => boolean } = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]`. */
function numericTest(operand: Json): ValueTest {
  if (!isJsonArray(operand) || operand.length % 2 !== 0 || operand.length === 0)
    throw invalidOperand("numeric", operand, '[">", 0, "<=", 5]');
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[String(operand[index])];
    const bound = operand[index + 1];
    if (compare === undefined || typeof bound !== "number") throw invalidOperand("numeric", operand, '[">", 0, "<=", 5]');
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function cidrTest(operand: Json): ValueTest {
  const [network = "", length] = textOperand("cidr", operand).split("/");
  const bits = Number(length);
  const wanted = addressOf(network);
  if (wanted === undefined || !Number.isInteger(bits) || bits < 0 || bits > 32) throw invalidOperand("cidr", operand, '"10.0.0.0/24"');
  const size = 2 ** (32 - bits);
  return (value) => {
    const address = typeof value === "string" ? addressOf(value) : undefined;
    return address !== undefined && Math.floor(address / size) === Math.floor(wanted / size);
  };
}

/** An IPv4 address as a number. */
function addressOf(text: string): number | undefined {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function unknownOperator(name: string): UsageError {
  const known = [...Object.keys(operators), "exists"];
  return new UsageError(`An event pattern has no operator "${name}".`, {
    code: "UNKNOWN_OPERATOR",
    hint: didYouMean(name, known) ?? `There are: ${known.join(", ")}.`,
  });
}

function invalidOperand(name: string, operand: Json, wanted: string): UsageError {
  return new UsageError(`The operator "${name}" of an event pattern takes ${wanted}, but was given ${shownValue(operand)}.`, {
    code: "INVALID_PATTERN",
  });
}
