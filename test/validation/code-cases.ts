import type { DiagnosticCode, SourceText } from "../../src/asl/index.ts";
import { machine } from "./marked-text.ts";

/** One wrong definition; `▸` marks where the diagnostic must point. */
export interface CodeCase {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly pointer: string;
  readonly text: string;
  readonly format?: SourceText["format"];
  /** What is told besides. */
  readonly also?: readonly DiagnosticCode[];
}

const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const PASS = '"Type": "Pass", "End": true';
const LAMBDA = '"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F", "End": true';
const choice = (rule: string): string => machine(`"A": { "Type": "Choice", "Choices": [${rule}] }, "B": { "Type": "Succeed" }`);
const jsonata = (states: string): string => machine(states).replace("{", '{ "QueryLanguage": "JSONata",');
const map = (name: string, inner: string, fields: string): string =>
  `"${name}": { "Type": "Map", "End": true, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "${inner}", "States": { "${inner}": { ${PASS} } } }, ${fields} }`;
const distributed = (fields: string): string => machine(map("A", "B", fields));
const yaml = (states: string): string => `StartAt: A\nStates:\n${states}`;

export const CODE_CASES: readonly CodeCase[] = [
  { code: "EMPTY_SOURCE", what: "an empty file", pointer: "", text: "▸" },
  { code: "EMPTY_SOURCE", what: "a YAML file of blanks", pointer: "", text: "▸  \n\n", format: "yaml" },
  { code: "INVALID_JSON", what: "a comment", pointer: "", text: '{\n  ▸// first\n  "StartAt": "A"\n}' },
  { code: "INVALID_JSON", what: "a block comment", pointer: "", text: '{ "StartAt": ▸/* first */ "A" }' },
  { code: "INVALID_JSON", what: "a trailing comma in an object", pointer: "", text: '{\n  "StartAt": "A"▸,\n}' },
  { code: "INVALID_JSON", what: "a trailing comma in an array", pointer: "", text: '{ "a": [1, 2▸,] }' },
  { code: "INVALID_JSON", what: "a text that is cut off", pointer: "", text: '{\n  "StartAt": "A",\n  "States": {▸\n' },
  { code: "INVALID_JSON", what: "a missing comma", pointer: "", text: '{\n  "StartAt": "A"\n  ▸"States": {}\n}' },
  { code: "INVALID_JSON", what: "an escape that JSON has not", pointer: "", text: '{ "a": "x▸\\d" }' },
  { code: "INVALID_JSON", what: "a string over two lines", pointer: "", text: '{ "a": "x▸\ny" }' },
  { code: "INVALID_JSON", what: "a string that is not closed", pointer: "", text: '{ "a": ▸"x' },
  { code: "INVALID_JSON", what: "single quotes", pointer: "", text: "{ ▸'a': 1 }" },
  { code: "INVALID_JSON", what: "a number with a leading zero", pointer: "", text: '{ "a": ▸01 }' },
  { code: "INVALID_JSON", what: "two values", pointer: "", text: "{} ▸{}" },
  { code: "INVALID_JSON", what: "a colon that is missing", pointer: "", text: '{ "a" ▸1 }' },
  { code: "INVALID_YAML", what: "a bracket that is not closed", pointer: "", text: "StartAt: [A\n▸States: {}\n", format: "yaml" },
  {
    code: "DUPLICATE_KEY",
    what: "a state that is there twice",
    pointer: "/States/A",
    text: machine(`"A": { ${PASS} },\n    ▸"A": { "Type": "Succeed" }`),
  },
  { code: "DUPLICATE_KEY", what: "a key in an array", pointer: "/a/1/b", text: '{ "a": [{ "b": 1 }, { "b": 1, ▸"b": 2 }] }' },
  {
    code: "DUPLICATE_KEY",
    what: "a YAML key",
    pointer: "/States/A/Type",
    text: yaml("  A:\n    Type: Pass\n    End: true\n    ▸Type: Succeed\n"),
    format: "yaml",
  },
  { code: "DUPLICATE_KEY", what: "a YAML key in a list", pointer: "/a/1/b", text: "a:\n  - b: 1\n  - b: 1\n    ▸b: 2\n", format: "yaml" },
  {
    code: "EXCESSIVE_ALIASES",
    what: "aliases of aliases of aliases",
    pointer: "",
    text: `▸a: &a [x, x, x, x, x, x, x, x, x, x]\n${["b", "c", "d", "e", "f"].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${"abcde"[i]}`).join(", ")}]`).join("\n")}`,
    format: "yaml",
  },
  { code: "TOO_LARGE", what: "more than a mebibyte", pointer: "", text: `{ "Comment": "${"x".repeat(1_048_576)}" }` },
  { code: "TOO_DEEPLY_NESTED", what: "a thousand levels of JSON", pointer: "", text: `▸{ "a": ${nested(1_000)} }` },
  { code: "TOO_DEEPLY_NESTED", what: "a thousand levels of YAML", pointer: "", text: `▸a: ${nested(1_000)}`, format: "yaml" },
  { code: "TOO_DEEPLY_NESTED", what: "YAML that contains itself", pointer: "", text: "▸&a\nb: *a\n", format: "yaml" },
  { code: "NOT_JSON", what: "a number that JSON has not", pointer: "", text: "▸StartAt: .nan\n", format: "yaml" },
  { code: "MISSING_FIELD", what: "no StartAt", pointer: "", text: `▸{ "States": { "A": { ${PASS} } } }` },
  { code: "MISSING_FIELD", what: "a state without Type", pointer: "/States/A", text: machine('▸"A": { "Resource": 1, "next": 2 }') },
  { code: "MISSING_FIELD", what: "a YAML state without Type", pointer: "/States/A", text: yaml("  ▸A:\n    End: true\n"), format: "yaml" },
  { code: "MISSING_FIELD", what: "a Task without Resource", pointer: "/States/A", text: machine('▸"A": { "Type": "Task", "End": true }') },
  { code: "MISSING_FIELD", what: "a Wait without a time", pointer: "/States/A", text: machine('▸"A": { "Type": "Wait", "End": true }') },
  { code: "MISSING_FIELD", what: "a Choice without Choices", pointer: "/States/A", text: machine('▸"A": { "Type": "Choice" }') },
  {
    code: "MISSING_FIELD",
    what: "a Parallel without Branches",
    pointer: "/States/A",
    text: machine('▸"A": { "Type": "Parallel", "End": true }'),
  },
  {
    code: "MISSING_FIELD",
    what: "a Map without ItemProcessor",
    pointer: "/States/A",
    text: machine('▸"A": { "Type": "Map", "End": true }'),
  },
  {
    code: "MISSING_FIELD",
    what: "Credentials without RoleArn",
    pointer: "/States/A/Credentials",
    text: machine(`"A": { ${LAMBDA}, ▸"Credentials": {} }`),
  },
  {
    code: "MISSING_FIELD",
    what: "a comparison without Variable",
    pointer: "/States/A/Choices/0",
    text: choice('▸{ "IsPresent": true, "Next": "B" }'),
  },
  {
    code: "MISSING_FIELD",
    what: "a choice rule without Next",
    pointer: "/States/A/Choices/0",
    text: machine('"A": { "Type": "Choice", "Choices": [▸{ "Variable": "$.a", "IsPresent": true }] }'),
  },
  {
    code: "MISSING_FIELD",
    what: "a catcher without Next",
    pointer: "/States/A/Catch/0",
    text: machine(`"A": { ${LAMBDA}, "Catch": [▸{ "ErrorEquals": ["E"] }] }`),
  },
  { code: "WRONG_TYPE", what: "an array for a machine", pointer: "", text: "▸[]" },
  { code: "WRONG_TYPE", what: "null for a machine", pointer: "", text: "▸null" },
  {
    code: "WRONG_TYPE",
    what: "text for a number",
    pointer: "/States/A/Seconds",
    text: machine('"A": { "Type": "Wait", "Seconds": ▸"5", "End": true }'),
  },
  {
    code: "WRONG_TYPE",
    what: "text for a YAML number",
    pointer: "/States/A/Seconds",
    text: yaml('  A:\n    Type: Wait\n    Seconds: ▸"5"\n    End: true\n'),
    format: "yaml",
  },
  {
    code: "WRONG_TYPE",
    what: "null where the spec has none",
    pointer: "/States/A/ItemsPath",
    text: machine(
      '"A": { "Type": "Map", "ItemsPath": ▸null, "End": true, "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } } }',
    ),
  },
  { code: "WRONG_TYPE", what: "a state that is a list", pointer: "/States/A", text: machine('▸"A": []') },
  { code: "WRONG_TYPE", what: "text for End", pointer: "/States/A/End", text: machine('"A": { "Type": "Pass", "End": ▸"true" }') },
  {
    code: "INVALID_VALUE",
    what: "a fraction of a second",
    pointer: "/States/A/Seconds",
    text: machine('"A": { "Type": "Wait", "Seconds": ▸1.5, "End": true }'),
  },
  {
    code: "INVALID_VALUE",
    what: "a wait of more than 99,999,999 seconds",
    pointer: "/States/A/Seconds",
    text: machine('"A": { "Type": "Wait", "Seconds": ▸100000000, "End": true }'),
  },
  {
    code: "INVALID_VALUE",
    what: "a timeout of nothing",
    pointer: "/States/A/TimeoutSeconds",
    text: machine(`"A": { ${LAMBDA}, "TimeoutSeconds": ▸0 }`),
  },
  {
    code: "INVALID_VALUE",
    what: "a heartbeat as long as the timeout",
    pointer: "/States/A/HeartbeatSeconds",
    text: machine(`"A": { ${LAMBDA}, "TimeoutSeconds": 9, "HeartbeatSeconds": ▸9 }`),
  },
  {
    code: "INVALID_VALUE",
    what: "no choice rule",
    pointer: "/States/A/Choices",
    text: machine('"A": { "Type": "Choice", ▸"Choices": [], "Default": "B" }, "B": { "Type": "Succeed" }'),
  },
  {
    code: "INVALID_VALUE",
    what: "no branch",
    pointer: "/States/A/Branches",
    text: machine('"A": { "Type": "Parallel", ▸"Branches": [], "End": true }'),
  },
  {
    code: "INVALID_VALUE",
    what: "a backoff that shrinks",
    pointer: "/States/A/Retry/0/BackoffRate",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ "ErrorEquals": ["E"], "BackoffRate": ▸0.5 }] }`),
  },
  {
    code: "INVALID_VALUE",
    what: "an interval below nothing",
    pointer: "/States/A/Retry/0/IntervalSeconds",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": ▸-1 }] }`),
  },
  {
    code: "INVALID_VALUE",
    what: "a greatest delay of more than 366 days",
    pointer: "/States/A/Retry/0/MaxDelaySeconds",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ "ErrorEquals": ["E"], "MaxDelaySeconds": ▸31622401 }] }`),
  },
  {
    code: "INVALID_VALUE",
    what: "an unknown jitter",
    pointer: "/States/A/Retry/0/JitterStrategy",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ "ErrorEquals": ["E"], "JitterStrategy": ▸"HALF" }] }`),
  },
  {
    code: "INVALID_VALUE",
    what: "a retrier for nothing",
    pointer: "/States/A/Retry/0/ErrorEquals",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ ▸"ErrorEquals": [] }] }`),
  },
  {
    code: "CONFLICTING_FIELDS",
    what: "two times to wait",
    pointer: "/States/A/Timestamp",
    text: machine('"A": { "Type": "Wait", "Seconds": 1, "Timestamp": ▸"2025-01-01T00:00:00Z", "End": true }'),
  },
  {
    code: "CONFLICTING_FIELDS",
    what: "a timeout twice",
    pointer: "/States/A/TimeoutSecondsPath",
    text: machine(`"A": { ${LAMBDA}, "TimeoutSeconds": 9, "TimeoutSecondsPath": ▸"$.t" }`),
  },
  {
    code: "CONFLICTING_FIELDS",
    what: "Error and ErrorPath",
    pointer: "/States/A/ErrorPath",
    text: machine('"A": { "Type": "Fail", "Error": "E", "ErrorPath": ▸"$.e" }'),
  },
  {
    code: "CONFLICTING_FIELDS",
    what: "one template field twice",
    pointer: "/States/A/Parameters/x",
    text: machine(`"A": { ${PASS}, "Parameters": { "x": ▸1, "x.$": "$.x" } }`),
  },
  {
    code: "UNKNOWN_STATE_TYPE",
    what: "a misspelt type",
    pointer: "/States/A/Type",
    text: machine('"A": { "Type": ▸"task", "End": true }'),
  },
  {
    code: "UNKNOWN_STATE_TYPE",
    what: "the name of an object's method",
    pointer: "/States/A/Type",
    text: machine('"A": { "Type": ▸"constructor", "End": true }'),
  },
  {
    code: "INVALID_STATE_NAME",
    what: "a name of 81 characters",
    pointer: `/States/${"n".repeat(81)}`,
    text: `{ "StartAt": "${"n".repeat(81)}", "States": { ▸"${"n".repeat(81)}": { ${PASS} } } }`,
  },
  {
    code: "DUPLICATE_STATE_NAME",
    what: "a name inside and outside",
    pointer: "/States/A/Branches/0/States/A",
    text: machine(`"A": { "Type": "Parallel", "End": true, "Branches": [{ "StartAt": "A", "States": { ▸"A": { ${PASS} } } }] }`),
  },
  { code: "MISSING_TRANSITION", what: "neither Next nor End", pointer: "/States/A", text: machine('▸"A": { "Type": "Pass" }') },
  { code: "MISSING_TRANSITION", what: "End: false", pointer: "/States/A", text: machine('▸"A": { "Type": "Pass", "End": false }') },
  {
    code: "UNEXPECTED_TRANSITION",
    what: "Next and End",
    pointer: "/States/A/Next",
    text: machine(`"A": { ${PASS}, "Next": ▸"B" }, "B": { ${PASS} }`),
  },
  {
    code: "UNEXPECTED_TRANSITION",
    what: "Succeed with End",
    pointer: "/States/A/End",
    text: machine('"A": { "Type": "Succeed", "End": ▸true }'),
  },
  {
    code: "NEXT_NOT_FOUND",
    what: "a Next that does not exist",
    pointer: "/States/A/Next",
    text: machine('"A": { "Type": "Pass", "Next": ▸"C" }'),
    also: ["MISSING_END_STATE"],
  },
  {
    code: "NEXT_NOT_FOUND",
    what: "a YAML Next that does not exist",
    pointer: "/States/A/Next",
    text: yaml("  A:\n    Type: Pass\n    Next: ▸C\n"),
    format: "yaml",
    also: ["MISSING_END_STATE"],
  },
  {
    code: "NEXT_NOT_FOUND",
    what: "a Default that does not exist",
    pointer: "/States/A/Default",
    text: machine('"A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "A" }], "Default": ▸"toString" }'),
    also: ["MISSING_END_STATE"],
  },
  {
    code: "NEXT_NOT_FOUND",
    what: "a rule's Next that does not exist",
    pointer: "/States/A/Choices/0/Next",
    text: machine('"A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": ▸"X" }] }'),
    also: ["MISSING_END_STATE"],
  },
  {
    code: "NEXT_NOT_FOUND",
    what: "a catcher's Next that does not exist",
    pointer: "/States/A/Catch/0/Next",
    text: machine(`"A": { ${LAMBDA}, "Catch": [{ "ErrorEquals": ["E"], "Next": ▸"X" }] }`),
  },
  {
    code: "START_NOT_FOUND",
    what: "a StartAt that does not exist",
    pointer: "/StartAt",
    text: `{ "StartAt": ▸"X", "States": { "A": { ${PASS} } } }`,
    also: ["UNREACHABLE_STATE"],
  },
  {
    code: "UNREACHABLE_STATE",
    what: "a state that nothing leads to",
    pointer: "/States/B",
    text: machine(`"A": { ${PASS} }, ▸"B": { ${PASS} }`),
  },
  { code: "INVALID_CHOICE_RULE", what: "no operator", pointer: "/States/A/Choices/0", text: choice('▸{ "Variable": "$.a", "Next": "B" }') },
  {
    code: "INVALID_CHOICE_RULE",
    what: "two operators",
    pointer: "/States/A/Choices/0",
    text: choice('▸{ "Variable": "$.a", "IsNull": true, "StringEquals": "", "Next": "B" }'),
  },
  {
    code: "INVALID_CHOICE_RULE",
    what: "Next in a nested rule",
    pointer: "/States/A/Choices/0/Not/Next",
    text: choice('{ "Not": { "Variable": "$.a", "IsNull": true, "Next": ▸"B" }, "Next": "B" }'),
  },
  {
    code: "INVALID_CHOICE_RULE",
    what: "Variable beside And",
    pointer: "/States/A/Choices/0/Variable",
    text: choice('{ "And": [{ "Variable": "$.a", "IsNull": true }], "Variable": ▸"$.a", "Next": "B" }'),
  },
  {
    code: "INVALID_TIMESTAMP",
    what: "a timestamp without offset",
    pointer: "/States/A/Timestamp",
    text: machine('"A": { "Type": "Wait", "Timestamp": ▸"2025-01-01T00:00:00", "End": true }'),
  },
  {
    code: "INVALID_TIMESTAMP",
    what: "the 30th of February",
    pointer: "/States/A/Timestamp",
    text: machine('"A": { "Type": "Wait", "Timestamp": ▸"2025-02-30T00:00:00Z", "End": true }'),
  },
  {
    code: "INVALID_TIMESTAMP",
    what: "a rule's timestamp",
    pointer: "/States/A/Choices/0/TimestampEquals",
    text: choice('{ "Variable": "$.a", "TimestampEquals": ▸"noon", "Next": "B" }'),
  },
  {
    code: "INVALID_PATH",
    what: "a path without $",
    pointer: "/States/A/InputPath",
    text: machine(`"A": { ${PASS}, "InputPath": ▸"order" }`),
  },
  {
    code: "INVALID_PATH",
    what: "a result that goes to many places",
    pointer: "/States/A/ResultPath",
    text: machine(`"A": { ${PASS}, "ResultPath": ▸"$.a[*]" }`),
  },
  {
    code: "INVALID_PATH",
    what: "a result that goes into the context object",
    pointer: "/States/A/ResultPath",
    text: machine(`"A": { ${PASS}, "ResultPath": ▸"$$.a" }`),
  },
  {
    code: "INVALID_PATH",
    what: "an ErrorPath that is neither path nor call",
    pointer: "/States/A/ErrorPath",
    text: machine('"A": { "Type": "Fail", "ErrorPath": ▸"States.Nope()" }'),
  },
  {
    code: "INVALID_TEMPLATE",
    what: "text under a name that ends in .$",
    pointer: "/States/A/Parameters/a/0/b.$",
    text: machine(`"A": { ${PASS}, "Parameters": { "a": [{ "b.$": ▸"hello" }] } }`),
  },
  {
    code: "INVALID_TEMPLATE",
    what: "a function that does not exist",
    pointer: "/States/A/ResultSelector/x.$",
    text: machine(`"A": { ${LAMBDA}, "ResultSelector": { "x.$": ▸"States.Nope($.a)" } }`),
  },
  {
    code: "INVALID_TEMPLATE",
    what: "a number under a name that ends in .$",
    pointer: "/States/A/Parameters/x.$",
    text: yaml("  A:\n    Type: Pass\n    End: true\n    Parameters:\n      x.$: ▸5\n"),
    format: "yaml",
  },
  {
    code: "INVALID_RESOURCE",
    what: "a function's bare name",
    pointer: "/States/A/Resource",
    text: machine('"A": { "Type": "Task", "Resource": ▸"charge-card", "End": true }'),
  },
  {
    code: "INVALID_ERROR_EQUALS",
    what: "States.ALL beside another",
    pointer: "/States/A/Retry/0/ErrorEquals",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ ▸"ErrorEquals": ["States.ALL", "E"] }] }`),
  },
  {
    code: "INVALID_ERROR_EQUALS",
    what: "States.ALL before another",
    pointer: "/States/A/Retry/0/ErrorEquals",
    text: machine(`"A": { ${LAMBDA}, "Retry": [{ ▸"ErrorEquals": ["States.ALL"] }, { "ErrorEquals": ["E"] }] }`),
  },
  {
    code: "WRONG_QUERY_LANGUAGE",
    what: "a field of JSONata in JSONPath",
    pointer: "/States/A/Output",
    text: machine(`"A": { ${PASS}, ▸"Output": 1 }`),
  },
  {
    code: "WRONG_QUERY_LANGUAGE",
    what: "a field of JSONPath in a JSONata state",
    pointer: "/States/A/InputPath",
    text: machine(`"A": { "QueryLanguage": "JSONata", ${PASS}, ▸"InputPath": "$.a" }`),
  },
  {
    code: "WRONG_QUERY_LANGUAGE",
    what: "a state that goes back to JSONPath",
    pointer: "/States/A/QueryLanguage",
    text: jsonata(`"A": { ▸"QueryLanguage": "JSONPath", ${PASS}, "ResultPath": "$.a" }`),
  },
  {
    code: "WRONG_QUERY_LANGUAGE",
    what: "a Condition in JSONPath",
    pointer: "/States/A/Choices/0/Condition",
    text: choice('{ ▸"Condition": true, "Next": "B" }'),
  },
  {
    code: "INVALID_JSONATA",
    what: "an expression that ends too early",
    pointer: "/States/A/Output/x/0",
    text: jsonata(`"A": { ${PASS}, "Output": { "x": [▸"{% 1 + %}"] } }`),
  },
  {
    code: "INVALID_JSONATA",
    what: "an expression that is not closed",
    pointer: "/States/A/Seconds",
    text: jsonata('"A": { "Type": "Wait", "Seconds": ▸"{% 1 + 1 }", "End": true }'),
  },
  {
    code: "UNSUPPORTED_JSONATA",
    what: "a name that no variable has",
    pointer: "/States/A/Output",
    text: jsonata(`"A": { ${PASS}, "Output": ▸"{% order.total %}" }`),
  },
  {
    code: "UNSUPPORTED_JSONATA",
    what: "an error output outside of a catcher",
    pointer: "/States/A/Output",
    text: jsonata(`"A": { ${PASS}, "Output": ▸"{% $states.errorOutput.Error %}" }`),
  },
  {
    code: "INVALID_VARIABLE_NAME",
    what: "a dash in a name",
    pointer: "/States/A/Assign/order-id",
    text: machine(`"A": { ${PASS}, "Assign": { ▸"order-id": 1 } }`),
  },
  {
    code: "INVALID_VARIABLE_NAME",
    what: "the reserved name",
    pointer: "/States/A/Assign/states.$",
    text: machine(`"A": { ${PASS}, "Assign": { ▸"states.$": "$.x" } }`),
  },
  {
    code: "OUTER_VARIABLE",
    what: "a branch that assigns a variable of the machine",
    pointer: "/States/B/Branches/0/States/C/Assign/x",
    text: machine(
      `"A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "B" }, "B": { "Type": "Parallel", "End": true, "Branches": [{ "StartAt": "C", "States": { "C": { ${PASS}, "Assign": { ▸"x": 2 } } } }] }`,
    ),
  },
  {
    code: "INVALID_LABEL",
    what: "a label with a blank",
    pointer: "/States/A/Label",
    text: distributed('"Label": ▸"my label"'),
  },
  {
    code: "DUPLICATE_LABEL",
    what: "two Maps with one label",
    pointer: "/States/A2/Label",
    text: machine(`${map("A", "B", '"Label": "L"').replace('"End": true', '"Next": "A2"')}, ${map("A2", "B2", '"Label": ▸"L"')}`),
  },
  {
    code: "EXPRESS_RESTRICTION",
    what: "a job in Express children of a Map",
    pointer: "/States/A/ItemProcessor/States/B/Resource",
    text: distributed('"Label": "L"')
      .replace('"Type": "Pass"', '"Type": "Task", "Resource": ▸"arn:aws:states:::states:startExecution.sync:2"')
      .replace("STANDARD", "EXPRESS"),
  },
  {
    code: "INVALID_RESOURCE",
    what: "a pattern that the service does not offer",
    pointer: "/States/A/Resource",
    text: machine('"A": { "Type": "Task", "Resource": ▸"arn:aws:states:::lambda:invoke.sync", "End": true }'),
  },
  {
    code: "MISSING_END_STATE",
    what: "a circle of all states",
    pointer: "",
    text: `▸${machine('"A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "Next": "A" }')}`,
  },
  {
    code: "UNKNOWN_FIELD",
    what: "a field in lower case",
    pointer: "/States/A/comment",
    text: machine(`"A": { ${PASS}, ▸"comment": "x" }`),
  },
  {
    code: "UNKNOWN_FIELD",
    what: "a YAML field",
    pointer: "/States/A/Coment",
    text: yaml("  A:\n    Type: Pass\n    ▸Coment: x\n    End: true\n"),
    format: "yaml",
  },
  {
    code: "UNKNOWN_FIELD",
    what: "a field called __proto__",
    pointer: "/__proto__",
    text: `{ ▸"__proto__": {}, "StartAt": "A", "States": { "A": { ${PASS} } } }`,
  },
  {
    code: "UNKNOWN_FIELD",
    what: "a field of a machine",
    pointer: "/Timeout",
    text: `{ ▸"Timeout": 1, "StartAt": "A", "States": { "A": { ${PASS} } } }`,
  },
  {
    code: "NO_TERMINAL_STATE",
    what: "a circle without a way out",
    pointer: "/States/C",
    text: machine(
      '"A": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "B" }], "Default": "C" }, "B": { "Type": "Succeed" }, ▸"C": { "Type": "Pass", "Next": "C" }',
    ),
  },
  {
    code: "NO_DOLLAR",
    what: "a path that stays text",
    pointer: "/States/A/Parameters/x",
    text: machine(`"A": { ${PASS}, "Parameters": { "x": ▸"$.order" } }`),
  },
  {
    code: "PASS_RESULT_IS_STATIC",
    what: "a path in Result",
    pointer: "/States/A/Result/x.$",
    text: machine(`"A": { ${PASS}, "Result": { "x.$": ▸"$.order" } }`),
  },
  {
    code: "UNDOCUMENTED_PATH",
    what: "a function in a path",
    pointer: "/States/A/InputPath",
    text: machine(`"A": { ${PASS}, "InputPath": ▸"$.a.length()" }`),
  },
  {
    code: "UNDOCUMENTED_PATH",
    what: "a function in a template",
    pointer: "/States/A/Parameters/x.$",
    text: machine(`"A": { ${PASS}, "Parameters": { "x.$": ▸"$.a.length()" } }`),
  },
];
