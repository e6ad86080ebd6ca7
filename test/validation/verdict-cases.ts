import type { MachineType } from "../../src/asl/index.ts";

/** A definition, and what CreateStateMachine says of it between the quotes; nothing where it is accepted. */
export interface VerdictCase {
  readonly what: string;
  readonly definition: unknown;
  readonly type?: MachineType;
  readonly refusal?: string;
}

const end = { Type: "Pass", End: true };
const one = (state: object, machine: object = {}): object => ({ ...machine, StartAt: "A", States: { A: state } });
const jsonata = (state: object): object => one(state, { QueryLanguage: "JSONata" });
const output = (expression: unknown): object => jsonata({ ...end, Output: expression });
const task = (resource: string, more: object = {}): object => one({ Type: "Task", Resource: resource, End: true, ...more });
const rule = (test: object): object => ({
  StartAt: "A",
  States: { A: { Type: "Choice", Choices: [{ ...test, Next: "B" }], Default: "B" }, B: { Type: "Succeed" } },
});
const inner = { StartAt: "B", States: { B: end } };
const map = (more: object, processor: object = {}): object =>
  one({ Type: "Map", End: true, ItemProcessor: { ...inner, ...processor }, ...more });
const distributed = (more: object, config: object = { ExecutionType: "STANDARD" }): object =>
  map(more, { ProcessorConfig: { Mode: "DISTRIBUTED", ...config } });
const catching = (catcher: object): object => ({
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: {
    A: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "B", ...catcher }],
      Next: "B",
    },
    B: end,
  },
});
const schema = (message: string, at: string): string => `SCHEMA_VALIDATION_FAILED: ${message} at ${at}`;

export const VERDICT_CASES: readonly VerdictCase[] = [
  // Structure
  { what: "an empty object", definition: {}, refusal: schema("These fields are required: [States, StartAt]", "/") },
  { what: "a Version", definition: one(end, { Version: "1.0" }) },
  {
    what: "another Version",
    definition: one(end, { Version: "2.0" }),
    refusal: schema("Value should be one of the following: [1.0]", "/Version"),
  },
  { what: "a remark of one's own", definition: one(end, { _note: 1 }), refusal: schema("Field '_note' is not supported", "/") },
  {
    what: "TimeoutSeconds of a Pass",
    definition: one({ ...end, TimeoutSeconds: 5 }),
    refusal: schema("Field 'TimeoutSeconds' is not supported", "/States/A"),
  },
  { what: "a timeout of the machine of 0", definition: one(end, { TimeoutSeconds: 0 }) },
  {
    what: "a Type that there is not",
    definition: one({ Type: "Sleep", End: true }),
    refusal: schema(
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
      "/States/A/Type",
    ),
  },
  {
    what: "text for seconds",
    definition: one({ Type: "Wait", Seconds: "5", End: true }),
    refusal: schema("Expected value of type Integer", "/States/A/Seconds"),
  },
  {
    what: "a negative wait",
    definition: one({ Type: "Wait", Seconds: -5, End: true }),
    refusal: schema("Minimum value is 0", "/States/A/Seconds"),
  },
  {
    what: "two times to wait",
    definition: one({ Type: "Wait", Seconds: 5, SecondsPath: "$.s", End: true }),
    refusal: schema("There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]", "/States/A"),
  },
  {
    what: "a remark inside a catcher",
    definition: task("arn:aws:states:::lambda:invoke", { Catch: [{ ErrorEquals: ["E"], Next: "A", _note: 1 }] }),
    refusal: schema("Field '_note' is not supported", "/States/A/Catch[0]"),
  },
  {
    what: "States.ALL beside another",
    definition: task("arn:aws:states:::lambda:invoke", { Retry: [{ ErrorEquals: ["States.ALL", "E"] }] }),
    refusal: schema("States.ALL must appear alone and at end of list", "/States/A/Retry[0]/ErrorEquals"),
  },
  { what: "an interval of 0", definition: task("arn:aws:states:::lambda:invoke", { Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 0 }] }) },
  // Transitions
  {
    what: "neither Next nor End",
    definition: one({ Type: "Pass" }),
    refusal: schema("This object should have only one of the following fields: [Next, End]", "/States/A"),
  },
  {
    what: "a missing target and what it leaves behind, at once",
    definition: { StartAt: "A", States: { A: { Type: "Pass", Next: "C" }, B: end } },
    refusal: `MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Next, MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B`,
  },
  {
    what: "a rule's missing target",
    definition: {
      StartAt: "A",
      States: { A: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "C" }], Default: "B" }, B: end },
    },
    refusal: "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Choices[0]/Next",
  },
  {
    what: "a StartAt that there is not",
    definition: { StartAt: "X", States: { A: end } },
    refusal: `MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /StartAt, MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A`,
  },
  {
    what: "an unreachable state of a branch, whose name has a slash",
    definition: one({ Type: "Parallel", End: true, Branches: [{ StartAt: "B", States: { B: end, "C/D": end } }] }),
    refusal: `MISSING_TRANSITION_TARGET: State "C/D" is not reachable. at /States/A/Branches[0]/States/C/D`,
  },
  {
    what: "a machine without an end, whose place is null",
    definition: {
      StartAt: "A",
      States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" }, C: { Type: "Pass", Next: "A" } },
    },
    refusal: "MISSING_END_STATE: Workflow has no terminal state at null",
  },
  { what: "an iteration without an end", definition: map({}, { States: { B: { Type: "Wait", Seconds: 1, Next: "B" } } }) },
  {
    what: "a name inside and outside",
    definition: map({}, { StartAt: "A", States: { A: end } }),
    refusal: "DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/ItemProcessor/States/A",
  },
  // Paths and templates
  {
    what: "an InputPath without $",
    definition: one({ ...end, InputPath: "a" }),
    refusal: schema("Value must be a valid JSONPath.", "/States/A/InputPath"),
  },
  {
    what: "a Variable without $",
    definition: rule({ Variable: "a", IsNull: true }),
    refusal: schema("Value is not a Reference Path: Reference path didn't start with '$'", "/States/A/Choices[0]/Variable"),
  },
  {
    what: "a Variable of many values",
    definition: rule({ Variable: "$.a[*]", IsNull: true }),
    refusal: schema("Value is not a Reference Path: it may find more than one value", "/States/A/Choices[0]/Variable"),
  },
  {
    what: "an unknown function deep in a template",
    definition: one({ ...end, Parameters: { a: [{ "b.$": "States.Nope()" }] } }),
    refusal: schema("The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call", "/States/A/Parameters"),
  },
  {
    what: "a number path of the Context Object",
    definition: map({ MaxConcurrencyPath: "$$.Execution.Input.n" }),
    refusal: schema("Value is not a Reference Path: the Context Object cannot be read here", "/States/A/MaxConcurrencyPath"),
  },
  // Query languages
  {
    what: "a state that goes back to JSONPath",
    definition: jsonata({ ...end, QueryLanguage: "JSONPath", ResultPath: "$.a", Output: 1 }),
    refusal: schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", "/States/A"),
  },
  { what: "a state that goes on to JSONata", definition: one({ ...end, QueryLanguage: "JSONata", Output: "{% 1 %}" }) },
  {
    what: "JSONata of a Map, which its states do not have",
    definition: map({ QueryLanguage: "JSONata", Items: [1], MaxConcurrency: "{% 1 %}" }, { States: { B: { ...end, Output: 1 } } }),
    refusal: schema(
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
      "/States/A/ItemProcessor/States/B",
    ),
  },
  {
    what: "QueryLanguage of an item processor",
    definition: map({}, { QueryLanguage: "JSONata" }),
    refusal: schema("Field 'QueryLanguage' is not supported", "/States/A/ItemProcessor"),
  },
  {
    what: "a language that there is not, which counts as JSONata",
    definition: one({ ...end, QueryLanguage: "jsonpath", Output: 1 }),
    refusal: schema("Value should be one of the following: [JSONPath, JSONata]", "/States/A/QueryLanguage"),
  },
  {
    what: "ResultSelector in JSONata",
    definition: jsonata({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ResultSelector: {}, End: true }),
    refusal: schema(
      "The QueryLanguage is set to 'JSONata', but field 'ResultSelector' is only supported for the 'JSONPath' QueryLanguage",
      "/States/A",
    ),
  },
  {
    what: "a JSONata rule without Condition",
    definition: { QueryLanguage: "JSONata", ...rule({}) },
    refusal: schema("These fields are required: [Condition]", "/States/A/Choices[0]"),
  },
  {
    what: "a JSONata rule",
    definition: { QueryLanguage: "JSONata", ...rule({ Condition: "{% $states.input.a = 1 %}", Output: 1, Assign: { a: "{% 1 %}" } }) },
  },
  {
    what: "every number of JSONata as an expression",
    definition: jsonata({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: "{% 9 %}",
      HeartbeatSeconds: "{% 3 %}",
      Arguments: "{% {} %}",
      End: true,
    }),
  },
  // JSONata
  ...[
    ["a[1,2)", 'Expected "]", got ","'],
    ['"unterminated', "String literal must be terminated by a matching quote"],
    ["1 +", "Unexpected end of expression"],
    ['{"a":}', 'The symbol "}" cannot be used as a unary operator'],
    ["$x :=", "Unexpected end of expression"],
    ['$match("a", /abc', "No terminating / in regular expression"],
    ["", "Unexpected end of expression"],
  ].map(([expression, message]) => ({
    what: `the expression ${expression}`,
    definition: output(`{% ${expression} %}`),
    refusal: `INVALID_JSONATA_EXPRESSION: ${message} at /States/A/Output`,
  })),
  {
    what: "an expression without its end",
    definition: output("{% 1 }"),
    refusal: schema("JSONata string must start with {% and end with %}", "/States/A/Output"),
  },
  {
    what: "an expression without its beginning",
    definition: output("1 %}"),
    refusal: schema("JSONata string must start with {% and end with %}", "/States/A/Output"),
  },
  { what: "an expression without blanks", definition: output("{%1%}") },
  {
    what: "a bare name",
    definition: output({ v: "{% phone %}" }),
    refusal: "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output/v",
  },
  {
    what: "a bare name in a function's body, in a list",
    definition: output(["{% $map($states.input.a, function($x) { b + $x }) %}"]),
    refusal: "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'b' at the top level is not supported. at /States/A/Output[0]",
  },
  { what: "names where there is a context item", definition: output("{% $states.input.items[value > 3].{ 'a': b }^(c) %}") },
  {
    what: "$$",
    definition: output("{% $$ %}"),
    refusal: "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/A/Output",
  },
  {
    what: "an error output without a catcher",
    definition: output("{% $states.errorOutput %}"),
    refusal: "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. at /States/A/Output",
  },
  {
    what: "the error output of a catcher",
    definition: catching({ Output: "{% $states.errorOutput.Cause %}", Assign: { e: "{% $states.errorOutput %}" } }),
  },
  // Variables
  {
    what: "the reserved variable",
    definition: one({ ...end, Assign: { states: 1 } }),
    refusal: "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/A/Assign/states",
  },
  {
    what: "a dash in a variable's name",
    definition: one({ ...end, Assign: { "a-b": 1 } }),
    refusal: "INVALID_VARIABLE_NAME: Invalid variable name 'a-b': the variable name contains invalid characters. at /States/A/Assign/a-b",
  },
  { what: "a variable that is read before it is assigned", definition: one({ ...end, Parameters: { "a.$": "$nowhere" } }) },
  {
    what: "a variable of the branch with the name of one that is assigned only later",
    definition: {
      StartAt: "A",
      States: {
        A: { Type: "Parallel", Branches: [{ StartAt: "B", States: { B: { ...end, Assign: { x: 1 } } } }], Next: "C" },
        C: { ...end, Assign: { x: 2 } },
      },
    },
  },
  {
    what: "an outer variable in a distributed Map, which sees none",
    definition: {
      StartAt: "S",
      States: { S: { Type: "Pass", Assign: { x: 1 }, Next: "A" }, ...(distributed({}) as { States: object }).States },
    },
  },
  // Tasks
  {
    what: "a bare name of a function",
    definition: task("charge"),
    refusal: schema("Value is not a valid resource ARN", "/States/A/Resource"),
  },
  {
    what: "an alias that no function can have",
    definition: task("arn:aws:lambda:us-east-1:1:function:F:$*"),
    refusal: schema("Value is not a valid resource ARN", "/States/A/Resource"),
  },
  {
    what: "a job of Lambda",
    definition: task("arn:aws:states:::lambda:invoke.sync"),
    refusal: schema(
      "The resource provided arn:aws:states:::lambda:invoke.sync is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.",
      "/States/A/Resource",
    ),
  },
  ...[
    "states:startExecution.sync:2",
    "batch:submitJob.sync",
    "sqs:sendMessage.waitForTaskToken",
    "aws-sdk:dynamodb:putItem.waitForTaskToken",
    "somethingnew:run.sync",
  ].map((name) => ({
    what: `the integration ${name}`,
    definition: task(`arn:aws:states:::${name}`),
  })),
  ...[
    "batch:submitJob.sync:2",
    "dynamodb:putItem.waitForTaskToken",
    "glue:startJobRun.waitForTaskToken",
    "aws-sdk:glue:startJobRun.sync",
  ].map((name) => ({
    what: `the integration ${name}`,
    definition: task(`arn:aws:states:::${name}`),
    refusal: schema(
      `The resource provided arn:aws:states:::${name} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      "/States/A/Resource",
    ),
  })),
  {
    what: "Credentials without a role",
    definition: task("arn:aws:states:::lambda:invoke", { Credentials: {} }),
    refusal: schema("The field 'RoleArn' is required but was missing", "/States/A/Credentials"),
  },
  {
    what: "Credentials of an activity",
    definition: task("arn:aws:states:us-east-1:1:activity:Paint", { Credentials: { RoleArn: "arn:aws:iam::1:role/r" } }),
    refusal: schema("The field 'Credentials' is not supported for activities", "/States/A/Credentials"),
  },
  // Maps
  {
    what: "a Map without a processor",
    definition: one({ Type: "Map", End: true }),
    refusal: schema("This object should have only one of the following fields: [ItemProcessor, Iterator]", "/States/A"),
  },
  { what: "a concurrency of more than there can be", definition: map({ MaxConcurrency: 9_000_000_000_000_000 }) },
  {
    what: "more than all failures",
    definition: map({ ToleratedFailurePercentage: 105 }),
    refusal: schema("Maximum value is 100.0", "/States/A/ToleratedFailurePercentage"),
  },
  {
    what: "a distributed Map without a type",
    definition: distributed({}, {}),
    refusal: schema("These fields are required: [ExecutionType]", "/States/A/ItemProcessor/ProcessorConfig"),
  },
  {
    what: "an inline Map with a type",
    definition: map({}, { ProcessorConfig: { Mode: "INLINE", ExecutionType: "EXPRESS" } }),
    refusal: schema("Field 'ExecutionType' is not supported", "/States/A/ItemProcessor/ProcessorConfig"),
  },
  {
    what: "a distributed Map with all it may have",
    definition: distributed({
      Label: "orders",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", MaxItemsPath: "$.n" },
        Parameters: { "Bucket.$": "$.b" },
      },
      ItemBatcher: { MaxItemsPerBatch: 5, BatchInput: { "a.$": "$.a" } },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Parameters: { Bucket: "b" },
        WriterConfig: { OutputType: "JSONL", Transformation: "FLATTEN" },
      },
      ToleratedFailureCountPath: "$.n",
      ToleratedFailurePercentage: 2.5,
    }),
  },
  {
    what: "a reader of something else than S3",
    definition: distributed({ ItemReader: { Resource: "arn:aws:states:::sqs:receiveMessage" } }),
    refusal: schema("The field 'Resource' does not match any of the allowed values", "/States/A/ItemReader/Resource"),
  },
  {
    what: "a CSV without headers",
    definition: distributed({ ItemReader: { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "CSV" } } }),
    refusal: schema("The field 'CSVHeaderLocation' is required", "/States/A/ItemReader/ReaderConfig"),
  },
  {
    what: "two sizes of a batch",
    definition: distributed({ ItemBatcher: { MaxItemsPerBatch: 1, MaxItemsPerBatchPath: "$.n" } }),
    refusal: schema("There should only be one of the following fields: [MaxItemsPerBatch, MaxItemsPerBatchPath]", "/States/A/ItemBatcher"),
  },
  // Express
  {
    what: "a job in an Express machine",
    type: "EXPRESS",
    definition: task("arn:aws:states:::states:startExecution.sync:2"),
    refusal: schema("Express state machine does not support '.sync' service integration", "/States/A/Resource"),
  },
  {
    what: "a token in an Express machine",
    type: "EXPRESS",
    definition: task("arn:aws:states:::sqs:sendMessage.waitForTaskToken"),
    refusal: schema("Express state machine does not support '.waitForTaskToken' service integration", "/States/A/Resource"),
  },
  {
    what: "an activity in an Express machine",
    type: "EXPRESS",
    definition: task("arn:aws:states:us-east-1:1:activity:Paint"),
    refusal: schema("Express state machine does not support Activity ARN", "/States/A/Resource"),
  },
  {
    what: "a distributed Map in an Express machine",
    type: "EXPRESS",
    definition: distributed({}),
    refusal: schema(
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
      "/States/A/ItemProcessor/ProcessorConfig/Mode",
    ),
  },
  { what: "a request in an Express machine", type: "EXPRESS", definition: task("arn:aws:states:::states:startExecution") },
];
