import fc from "fast-check";
import type { Mocks } from "sfn-testkit";
import { after, fails, hangs, returns } from "sfn-testkit";

/** A machine that nobody would write, with an input and answers to match. */
export interface WildScenario {
  readonly definition: object;
  readonly input: unknown;
  readonly variables: { readonly [name: string]: unknown };
  readonly mocks: Mocks;
  readonly seed: number;
  readonly inspect: boolean;
}

type Language = "JSONPath" | "JSONata";

/** Where a state is. */
interface Place {
  readonly machine: Language;
  /** The state's own. */
  readonly language: Language;
  /** Forks that there may be inside. */
  readonly depth: number;
}

type Fields = { readonly [name: string]: fc.Arbitrary<unknown> };

/** Expressions that can be parsed; most of them fail in most places, or give what the place does not take. */
const EXPRESSIONS =
  `$states.input | $states.input.a | $states.input.a.b[0] | $states.input.list | $states.result | $states.result.a | $states.context
  | $w | $x.list | $constructor | $states.context.Map.Item.Value | $states.context.State.RetryCount | $states | $keys($states.context) | $string($states) | $nope | $v | $v.a.b | $v[0]
  | 1/0 | 0/0 | -1 | 0 | 1 | 1.5 | 1e300 | 2147483648 | -0 | null | true | false | 'text' | '' | [] | {} | [1..3] | [3..1] | [[]] | [null]
  | $range(1, 3, 1) | $range(1, 9, 9) | $range(1, 3, 0) | $uuid() | $random() | $now() | $millis() | $sum | /a/ | function($x){$x} | $error('x') | $assert(false)
  | $states.input[0] | $states.input ~> $string() | $parse('{') | $parse('[1,2]') | $hash($states.input, 'MD5') | $hash('a', 'x') | $partition([1,2,3], 2)
  | '2025-01-01T00:00:05Z' | '9999-01-01T00:00:00Z' | $fromMillis($millis() + 1000) | $fromMillis(1e20) | $toMillis('x') | $states.input.__proto__
  | $states.input.constructor | $lookup($states.input, '__proto__') | {'__proto__': 1} | {'a': $nope} | $count($states.input) | $map([1,2], function($x){$x * 2})
  | ($f := function($n){$n <= 1 ? 1 : $n * $f($n - 1)}; $f(5)) | ($f := function($n){$f($n)}; 1) | $sort([3,1,2]) | $sort([{}, 1]) | $pad('a', 5) | $number('x')
  | $base64decode('!') | $formatNumber(1, '#') | $power(10, 400) | $sqrt(-1) | $merge([$states.input]) | $spread($states.input) | $clone($states.input)
  | $shuffle([1,2,3]) | $single([1,2]) | $split('a,b', ',') | $zip([1],[2]) | $states.input = 1 | $exists($v) | $not($v) | $states.input > 1 | 'a' & $states.input
  | $reduce([], function($a, $b){$a}) | $each($states.input, function($x){$x}) | $states.input.*.a | $states.input.**.b | $states.input ~> |$|{'z': 1}| | $type($v)`
    .split(/\s\|\s+/)
    .map((expression) => `{% ${expression.trim()} %}`);

const PATHS = [
  ..."$ $.a $.a.b $.a[0] $.a[*] $..a $.a.b.c.d $.list $.list[-1] $.list[0:2] $.list[*].x $['a'] $v $v.a $v[0] $w $x.b $nope $$ $$.Execution.Name".split(
    " ",
  ),
  ..."$$.Map.Item.Value $$.State.RetryCount $.__proto__ $.constructor $.n $.t $.list[?(@>1)] $.a[?(@.b==1)] $v[*] $[0] $[*]".split(" "),
];
const REFERENCE_PATHS = ["$", "$.a", "$.a.b", "$.x.y.z", "$.list[0]", "$.__proto__", "$['a b']"];
const SINGLE_PATHS = [
  "$",
  "$.a",
  "$.a.b",
  "$.list",
  "$.n",
  "$.t",
  "$.list[0]",
  "$v",
  "$v.n",
  "$w",
  "$nope",
  "$$.State.EnteredTime",
  "$$.Map.Item.Value",
];

const CALLS = [
  "States.Format('{}', $.a)",
  "States.Format('{}{}', $v, $$.State.Name)",
  "States.StringToJson($.t)",
  "States.JsonToString($)",
  "States.Array($.a, 1, null)",
  "States.ArrayPartition($.list, 2)",
  "States.ArrayPartition($.list, -1)",
  "States.ArrayRange(1, 9, 0)",
  "States.ArrayRange(1, 9, 3)",
  "States.ArrayGetItem($.list, 7)",
  "States.ArrayLength($)",
  "States.ArrayUnique($.list)",
  "States.MathAdd($.n, 1)",
  "States.MathRandom(1, $.n)",
  "States.Hash($.a, 'MD5')",
  "States.Base64Decode($.t)",
  "States.JsonMerge($, $.a, false)",
  "States.StringSplit($.t, ',')",
  "States.UUID()",
];

const expression = fc.constantFrom(...EXPRESSIONS);
const path = fc.constantFrom(...PATHS);
const pathOrNull = fc.oneof({ weight: 4, arbitrary: path }, { weight: 1, arbitrary: fc.constant(null) });
/** A name of an outer scope cannot be assigned inside: those of each depth are its own. */
const NAMES = [
  ["v", "__proto__"],
  ["w", "constructor"],
  ["x", "_x"],
] as const;

/** Any JSON, often with members that paths and expressions ask for. */
export const wildJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  {
    weight: 5,
    arbitrary: fc.record(
      {
        a: fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant({ b: [1, { c: null }] })),
        list: fc.oneof(fc.array(fc.oneof(fc.integer(), fc.constant({ x: 1 }), fc.constant(null)), { maxLength: 4 }), fc.constant("none")),
        n: fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(1.5, 1e300, null, "1")),
        t: fc.constantFrom("2025-01-01T00:00:03Z", "[1,", "a,b", "", "ä💥", 7),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(JSON.parse('{"__proto__":{"a":1},"constructor":2}'), [], {}, "", 0, null, false) },
);

const withProto = (entries: readonly (readonly [string, unknown])[]): object =>
  JSON.parse(`{${[...new Map(entries)].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);

const jsonataTemplate: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: expression },
  { weight: 3, arbitrary: fc.dictionary(fc.constantFrom("a", "list", "n", "t", "__proto__"), expression, { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.array(expression, { maxLength: 3 }) },
  { weight: 1, arbitrary: wildJson },
);

const jsonPathTemplate: fc.Arbitrary<unknown> = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom("a.$", "list.$", "n.$", "t.$"), fc.oneof(path, fc.constantFrom(...CALLS))),
      fc.tuple(fc.constantFrom("b", "c"), fc.constantFrom<unknown>(1, null, "$.a", [], { "x.$": "$" }, [{ "y.$": "$.a" }])),
    ),
    { maxLength: 3 },
  )
  .map(withProto);

function assignIn({ language, depth }: Place): fc.Arbitrary<object> {
  const name = fc.constantFrom(...(NAMES[depth] ?? []));
  const computed = fc.tuple(
    name.map((each) => `${each}.$`),
    fc.oneof(path, fc.constantFrom(...CALLS)),
  );
  const entry = language === "JSONata" ? fc.tuple(name, jsonataTemplate) : fc.oneof(computed, fc.tuple(name, wildJson));
  return fc.array(entry, { maxLength: 2 }).map(withProto);
}

const errorEquals = fc.constantFrom(
  ["States.ALL"],
  ["States.QueryEvaluationError"],
  ["E"],
  ["States.TaskFailed", "E"],
  ["States.Timeout"],
  ["States.Runtime"],
  ["States.DataLimitExceeded"],
  ["States.HeartbeatTimeout"],
);

const retrier = fc.record(
  {
    ErrorEquals: errorEquals,
    IntervalSeconds: fc.constantFrom(1, 2, 99_999_999),
    MaxAttempts: fc.constantFrom(0, 1, 2, 99_999_999),
    BackoffRate: fc.constantFrom(1, 1.5, 2, 1000),
    MaxDelaySeconds: fc.constantFrom(5, 31_622_400),
    JitterStrategy: fc.constantFrom("FULL", "NONE"),
  },
  { requiredKeys: ["ErrorEquals"] },
);

/** A state name is a number until it is built: any state of the same graph. */
const target = fc.nat(9);

const anyOrNone = (values: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.oneof(values, fc.constant(null));

function catcherIn(place: Place): fc.Arbitrary<object> {
  const fields: Fields =
    place.language === "JSONata" ? { Output: jsonataTemplate } : { ResultPath: anyOrNone(fc.constantFrom(...REFERENCE_PATHS)) };
  return optional({ ErrorEquals: errorEquals, Next: target }, { ...fields, Assign: assignIn(place) });
}

/** `States.ALL` comes last, and once. */
const inOrder = (list: readonly object[]): readonly object[] => {
  const isAll = (each: object): boolean => (each as { ErrorEquals: readonly string[] }).ErrorEquals[0] === "States.ALL";
  return [...list.filter((each) => !isAll(each)), ...list.filter(isAll).slice(0, 1)];
};

const errorsIn = (place: Place): Fields => ({
  Retry: fc.array(retrier, { maxLength: 2 }).map(inOrder),
  Catch: fc.array(catcherIn(place), { maxLength: 2 }).map(inOrder),
});

const IO: Fields = { InputPath: pathOrNull, OutputPath: pathOrNull };
const RESULT: Fields = { ...IO, ResultPath: anyOrNone(fc.constantFrom(...REFERENCE_PATHS)) };
const SELECTED: Fields = { ...RESULT, Parameters: jsonPathTemplate, ResultSelector: jsonPathTemplate };

const optional = (required: Fields, fields: Fields): fc.Arbitrary<object> =>
  fc.record({ ...required, ...fields }, { requiredKeys: Object.keys(required) });

const comparison = fc.oneof(
  fc
    .tuple(path, fc.constantFrom("NumericEquals", "NumericLessThan"), fc.integer())
    .map(([Variable, operator, value]) => ({ Variable, [operator]: value })),
  fc
    .tuple(path, fc.constantFrom("StringEqualsPath", "TimestampLessThanPath", "BooleanEqualsPath"), path)
    .map(([Variable, operator, value]) => ({ Variable, [operator]: value })),
  fc
    .tuple(path, fc.constantFrom("IsPresent", "IsNull", "IsTimestamp", "IsNumeric"), fc.boolean())
    .map(([Variable, operator, value]) => ({ Variable, [operator]: value })),
  path.map((Variable) => ({ Variable, StringMatches: "*a\\*" })),
);

const jsonPathTest: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: comparison },
  { weight: 1, arbitrary: comparison.map((Not) => ({ Not })) },
  { weight: 1, arbitrary: fc.array(comparison, { minLength: 2, maxLength: 2 }).map((And) => ({ And })) },
  { weight: 1, arbitrary: fc.array(comparison, { minLength: 2, maxLength: 2 }).map((Or) => ({ Or })) },
);

function ruleIn(place: Place): fc.Arbitrary<object> {
  const Assign = assignIn(place);
  return place.language === "JSONata"
    ? optional({ Condition: fc.oneof(expression, fc.boolean()), Next: target }, { Assign, Output: jsonataTemplate })
    : both(jsonPathTest, optional({ Next: target }, { Assign }));
}

/** One of these fields, and only one. */
const oneOf = (fields: Fields): fc.Arbitrary<object> =>
  fc.oneof(...Object.entries(fields).map(([field, values]) => values.map((value) => ({ [field]: value }))));

const both = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as object);
const type = (Type: string): fc.Arbitrary<object> => fc.constant({ Type });
const seconds = fc.constantFrom(0, 1, 5, 99_999_999);
const functions = "arn:aws:lambda:us-east-1:123456789012:function";
const resource = fc.constantFrom(`${functions}:f`, "arn:aws:states:::lambda:invoke", "arn:aws:states:::aws-sdk:sqs:listQueues");
const singlePath = fc.constantFrom(...SINGLE_PATHS);

const wildItems = fc.array(wildJson, { maxLength: 3 });
const getObject = fc.constant("arn:aws:states:::s3:getObject");
const readerConfig = (maxItems: Fields): fc.Arbitrary<object> =>
  both(
    fc.constantFrom({ InputType: "JSON" }, { InputType: "JSONL" }, { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }),
    optional({}, maxItems),
  );
const writer: Fields = { WriterConfig: fc.constantFrom({ Transformation: "NONE" }, { Transformation: "FLATTEN", OutputType: "JSONL" }) };

/** Most are of use: else no child would ever begin. */
const mostly = (useful: fc.Arbitrary<unknown>, wild: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: useful }, { weight: 1, arbitrary: wild });
const object = fc.constant({ Bucket: "orders", Key: "today" });

/** What only a distributed Map has. */
const jsonataMapRun: Fields = {
  Items: mostly(wildItems, expression),
  ToleratedFailureCount: mostly(fc.nat(2), expression),
  ToleratedFailurePercentage: mostly(fc.constantFrom(0, 50, 100), expression),
  ItemBatcher: optional({ MaxItemsPerBatch: mostly(fc.integer({ min: 1, max: 3 }), expression) }, { BatchInput: jsonataTemplate }),
  ResultWriter: optional({}, writer),
};
const jsonPathMapRun: Fields = {
  ItemReader: optional(
    { Resource: getObject, Parameters: mostly(object, jsonPathTemplate) },
    { ReaderConfig: readerConfig({ MaxItemsPath: singlePath }) },
  ),
  ToleratedFailureCount: fc.nat(2),
  ToleratedFailurePercentagePath: singlePath,
  ItemBatcher: fc.oneof(
    optional({ MaxItemsPerBatch: fc.integer({ min: 1, max: 3 }) }, { BatchInput: jsonPathTemplate }),
    fc.constant({ MaxInputBytesPerBatch: 40 }),
  ),
  ResultWriter: optional({}, writer),
};

const distributed = (graph: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  both(
    graph,
    fc.constantFrom("STANDARD", "EXPRESS").map((ExecutionType) => ({ ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType } })),
  );

function jsonataStates(place: Place): fc.Arbitrary<object> {
  const made: Fields = { Output: jsonataTemplate, Assign: assignIn(place) };
  const worked: Fields = { ...made, ...errorsIn(place), Arguments: jsonataTemplate };
  const leaves = [
    both(type("Pass"), optional({}, made)),
    both(type("Task"), optional({ Resource: resource }, { ...worked, TimeoutSeconds: expression, HeartbeatSeconds: expression })),
    both(type("Choice"), optional({ Choices: fc.array(ruleIn(place), { minLength: 1, maxLength: 3 }) }, made)),
    both(type("Wait"), optional({}, made), oneOf({ Seconds: fc.oneof(seconds, expression), Timestamp: expression })),
    both(type("Succeed"), optional({}, { Output: jsonataTemplate })),
    both(type("Fail"), optional({}, { Error: expression, Cause: expression })),
  ];
  if (place.depth === 0) return fc.oneof(...leaves);
  const graph = graphOf(place.machine, place.depth - 1);
  const Items = fc.oneof(expression, fc.array(expression, { maxLength: 2 }));
  const map: Fields = {
    ...made,
    ...errorsIn(place),
    Items,
    ItemSelector: jsonataTemplate,
    MaxConcurrency: fc.oneof(fc.nat(3), expression),
  };
  return fc.oneof(
    ...leaves,
    both(type("Parallel"), optional({ Branches: fc.array(graph, { minLength: 1, maxLength: 2 }) }, worked)),
    both(type("Map"), optional({ ItemProcessor: graph }, map)),
    both(type("Map"), optional({ ItemProcessor: distributed(graph) }, { ...map, ...jsonataMapRun })),
  );
}

function jsonPathStates(place: Place): fc.Arbitrary<object> {
  const Assign = assignIn(place);
  const worked: Fields = { ...SELECTED, ...errorsIn(place), Assign };
  const leaves = [
    both(
      type("Pass"),
      optional({}, { ...RESULT, Assign }),
      fc.oneof(optional({}, { Parameters: jsonPathTemplate }), optional({}, { Result: wildJson })),
    ),
    both(type("Task"), optional({ Resource: resource }, { ...worked, TimeoutSecondsPath: singlePath, HeartbeatSecondsPath: singlePath })),
    both(type("Choice"), optional({ Choices: fc.array(ruleIn(place), { minLength: 1, maxLength: 3 }) }, { ...IO, Assign })),
    both(type("Wait"), optional({}, { ...IO, Assign }), oneOf({ Seconds: seconds, SecondsPath: singlePath, TimestampPath: singlePath })),
    both(type("Succeed"), optional({}, IO)),
    both(type("Fail"), optional({}, { ErrorPath: singlePath, CausePath: fc.constantFrom(...CALLS) })),
  ];
  if (place.depth === 0) return fc.oneof(...leaves);
  const graph = graphOf(place.machine, place.depth - 1);
  const { Parameters: _parameters, ...mapped } = worked;
  const map: Fields = { ...mapped, ItemsPath: singlePath, ItemSelector: jsonPathTemplate, MaxConcurrencyPath: singlePath };
  return fc.oneof(
    ...leaves,
    both(type("Parallel"), optional({ Branches: fc.array(graph, { minLength: 1, maxLength: 2 }) }, worked)),
    both(type("Map"), optional({ ItemProcessor: graph }, map)),
    both(type("Map"), optional({ ItemProcessor: distributed(graph) }, { ...map, ...jsonPathMapRun })),
  );
}

/** In a machine of JSONPath each state may be of the other language. */
function graphOf(machine: Language, depth: number): fc.Arbitrary<object> {
  const inJsonata = jsonataStates({ machine, language: "JSONata", depth });
  const inJsonPath = jsonPathStates({ machine, language: "JSONPath", depth });
  const state =
    machine === "JSONata"
      ? inJsonata
      : fc.oneof(
          inJsonPath,
          inJsonata.map((each) => ({ ...each, QueryLanguage: "JSONata" })),
        );
  return fc.array(state, { minLength: 1, maxLength: 4 }).map((states) => ({ states }));
}

const answer = fc.oneof(
  { weight: 6, arbitrary: wildJson.map((value) => returns(value)) },
  { weight: 2, arbitrary: fc.constantFrom("E", "States.Runtime", "States.ALL", "", "Lambda.Unknown").map((error) => fails(error, "why")) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 700).map((delay) => after(delay, { list: [1] })) },
  { weight: 1, arbitrary: fc.constant(hangs()) },
);

/** Machines of both languages with fields and values of every kind. Most can be built; whether they are valid, the validator says. */
export const wildScenario: fc.Arbitrary<WildScenario> = fc
  .record({
    machine: fc
      .constantFrom<Language>("JSONPath", "JSONata")
      .chain((language) => graphOf(language, 2).map((graph) => ({ ...graph, ...(language === "JSONata" && { QueryLanguage: language }) }))),
    timeout: fc.option(fc.constantFrom(1, 60, 99_999_999), { nil: undefined }),
    input: wildJson,
    variables: fc.dictionary(fc.constantFrom("v", "w"), wildJson, { maxKeys: 2 }),
    answers: fc.array(answer, { minLength: 1, maxLength: 4 }),
    Body: fc.constantFrom('[1, {"a": {"b": 2}}]', "a,b\n1,2\n3,4", '{"list": [1]}', "[]", "no JSON"),
    seed: fc.nat(1_000),
    inspect: fc.boolean(),
  })
  .map(({ machine, timeout, answers, Body, ...rest }) => ({
    definition: { ...new Names().graph(machine), ...(timeout !== undefined && { TimeoutSeconds: timeout }) },
    mocks: { s3: { getObject: { Body } }, otherwise: answers } as Mocks,
    ...rest,
  }));

/** Gives states their names, each leading to the one that follows, and turns numbers into names of states that there are. */
class Names {
  #count = 0;

  graph(plan: object): object {
    const { states, ...rest } = plan as { readonly states: readonly object[] };
    const line = [...reachable(states), { Type: "Succeed" }];
    const names = line.map((state) => `${typeOf(state)}${++this.#count}`);
    const built = line.map((state, index) => [names[index], this.#state(state, names, names[index + 1])] as const);
    return { ...rest, StartAt: names[0], States: Object.fromEntries(built) };
  }

  #state(state: object, names: readonly string[], next: string | undefined): object {
    const named = this.#named(state, names) as object;
    if (TERMINAL.has(typeOf(state))) return named;
    return { ...named, [typeOf(state) === "Choice" ? "Default" : "Next"]: next };
  }

  /** What is inside of a state: rules, catchers and graphs; all else is data. */
  #named(part: unknown, names: readonly string[]): unknown {
    if (Array.isArray(part)) return part.map((each) => this.#named(each, names));
    const holder = part as { readonly [field: string]: unknown };
    if ("states" in holder) return this.graph(holder);
    return Object.fromEntries(Object.entries(holder).map(([field, value]) => [field, this.#field(field, value, names)]));
  }

  #field(field: string, value: unknown, names: readonly string[]): unknown {
    if (field === "Next") return names[(value as number) % names.length];
    return STRUCTURE.has(field) ? this.#named(value, names) : value;
  }
}

const STRUCTURE: ReadonlySet<string> = new Set(["Choices", "Catch", "Branches", "ItemProcessor"]);
const TERMINAL: ReadonlySet<string> = new Set(["Succeed", "Fail"]);

const typeOf = (state: object): string => (state as { readonly Type: string }).Type;

/** A line of states up to the first that nothing follows. */
function reachable(states: readonly object[]): readonly object[] {
  const end = states.findIndex((state) => TERMINAL.has(typeOf(state)));
  return end < 0 ? states : states.slice(0, end);
}
