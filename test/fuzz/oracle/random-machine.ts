import fc from "fast-check";

/** A machine in which much goes wrong, and several worlds to run it in. */
export interface FailingMachine {
  readonly definition: object;
  readonly input: unknown;
  readonly seeds: readonly number[];
}

/** A state that does not know yet what it is called and what follows it. */
type Part = (builder: Builder, name: string, later: readonly string[]) => object;
/** With what its name begins. */
type Named = readonly [kind: string, part: Part];
type Line = { readonly parts: readonly Named[]; readonly ending: object };

const NAMES = ["E", "F", "States.TaskFailed", "States.Timeout", "States.HeartbeatTimeout", "Lambda.Unknown", "States.Permissions"];
const errorEquals = fc.oneof(
  { weight: 5, arbitrary: fc.subarray(NAMES, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant(["States.ALL"]) },
);

const retrier = fc.record(
  {
    ErrorEquals: errorEquals,
    IntervalSeconds: fc.integer({ min: 1, max: 9 }),
    MaxAttempts: fc.nat(4),
    BackoffRate: fc.constantFrom(1, 1.1, 1.5, 2, 3),
    MaxDelaySeconds: fc.integer({ min: 10, max: 20 }),
    JitterStrategy: fc.constantFrom("FULL", "NONE"),
  },
  { requiredKeys: ["ErrorEquals"], noNullPrototype: true },
);

const catcher = fc
  .record({ ErrorEquals: errorEquals, ResultPath: fc.constantFrom(undefined, "$", null, "$.caught", "$.a.b"), skip: fc.nat(2) })
  .map(({ ErrorEquals, ResultPath, skip }) => ({ ErrorEquals, skip, ...(ResultPath !== undefined && { ResultPath }) }));

type Guards = {
  readonly Retry: readonly object[];
  readonly Catch: readonly { readonly skip: number; readonly ErrorEquals: readonly string[] }[];
};
const guards: fc.Arbitrary<Guards> = fc
  .record({ Retry: fc.array(retrier, { maxLength: 3 }), Catch: fc.array(catcher, { maxLength: 2 }) })
  .map(({ Retry, Catch }) => ({ Retry: allLast(Retry), Catch: allLast(Catch) }));

/** AWS takes `States.ALL` in the last of a list only. */
function allLast<T extends { readonly ErrorEquals: readonly string[] }>(list: readonly T[]): readonly T[] {
  return list.map((each, index) =>
    index < list.length - 1 && each.ErrorEquals[0] === "States.ALL" ? { ...each, ErrorEquals: ["E"] } : each,
  );
}

function guardFields({ Retry, Catch }: Guards, later: readonly string[]): object {
  const catchers = Catch.map(({ skip, ...rest }) => ({ ...rest, Next: later.at(skip) ?? later.at(-1) }));
  return { ...(Retry.length > 0 && { Retry }), ...(catchers.length > 0 && { Catch: catchers }) };
}

const resultPath = fc.constantFrom({}, { ResultPath: "$.r" }, { ResultPath: null }, { ResultPath: "$.a.b" }, { ResultPath: "$" });
const ACCOUNT = "us-east-1:123456789012";
const SEND = { QueueUrl: "q", MessageBody: { "token.$": "$$.Task.Token" } };

/** What a Task calls; its states are named after what they wait for. */
const RESOURCES: readonly (readonly [kind: string, fields: (name: string) => object])[] = [
  ["Task", (name) => ({ Resource: `arn:aws:lambda:${ACCOUNT}:function:${name}` })],
  ["Task", (name) => ({ Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: name, "Payload.$": "$" } })],
  ["Task", () => ({ Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: "q", MessageBody: "m" } })],
  ["Token", () => ({ Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters: SEND })],
  ["Job", () => ({ Resource: "arn:aws:states:::glue:startJobRun.sync", Parameters: { JobName: "j" } })],
  ["Activity", (name) => ({ Resource: `arn:aws:states:${ACCOUNT}:activity:${name}` })],
];

const LIMITS = [{ TimeoutSeconds: 4 }, { TimeoutSeconds: 9, HeartbeatSeconds: 3 }, { TimeoutSeconds: 7 }, { HeartbeatSeconds: 2 }];

const task: fc.Arbitrary<Named> = fc
  .record({
    resource: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...RESOURCES.slice(0, 3)) },
      { weight: 2, arbitrary: fc.constantFrom(...RESOURCES.slice(3)) },
    ),
    limits: fc.constantFrom(...LIMITS),
    place: resultPath,
    guarded: guards,
  })
  .map(({ resource: [kind, fields], limits, place, guarded }) => {
    // What is alive for ever, or never begun, ends by its timeout only; a job sends no heartbeats.
    const time = kind === "Job" ? { TimeoutSeconds: 4 } : { ...(kind !== "Task" && { TimeoutSeconds: 7 }), ...limits };
    return [kind, (_builder, name, later) => ({ Type: "Task", ...fields(name), ...time, ...place, ...guardFields(guarded, later) })];
  });

const pass: fc.Arbitrary<Part> = fc
  .tuple(
    fc.constantFrom({}, { Result: { a: 1 } }, { Result: [1, { n: 2 }] }, { Parameters: { "n.$": "States.MathRandom(0, 9)" } }),
    resultPath,
  )
  .map(([made, place]) => () => ({ ...made, ...place }));

const wait: fc.Arbitrary<Part> = fc
  .constantFrom({ Seconds: 0 }, { Seconds: 3 }, { Seconds: 11 }, { Timestamp: "2025-01-01T00:00:07Z" })
  .map((time) => () => time);

const choice: fc.Arbitrary<Part> = fc.nat(2).map((skip) => (_builder, _name, later) => ({
  Choices: [{ Variable: "$.a", IsPresent: true, Next: later.at(skip) ?? later.at(-1) }],
  Default: later[0],
}));

const leaf: fc.Arbitrary<Named> = fc.oneof(
  { weight: 5, arbitrary: task },
  { weight: 1, arbitrary: pass.map((part) => ["Pass", part] as const) },
  { weight: 1, arbitrary: wait.map((part) => ["Wait", part] as const) },
  { weight: 1, arbitrary: choice.map((part) => ["Choice", part] as const) },
);

const ending = fc.constantFrom<object>(
  { Type: "Succeed" },
  { Type: "Pass", End: true },
  { Type: "Succeed" },
  { Type: "Fail", Error: "E", Cause: "the end" },
);

/** What an Express execution can do: nothing that waits for somebody. */
const expressLine: fc.Arbitrary<Line> = fc.record({
  parts: fc.array(
    leaf.filter(([kind]) => !["Token", "Job", "Activity"].includes(kind)),
    { minLength: 1, maxLength: 3 },
  ),
  ending,
});

function lineOf(depth: number): fc.Arbitrary<Line> {
  const state = depth === 0 ? leaf : fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 3, arbitrary: forkOf(depth) });
  return fc.record({ parts: fc.array(state, { minLength: 1, maxLength: 3 }), ending });
}

function forkOf(depth: number): fc.Arbitrary<Named> {
  const parallel = fc.record({ lines: fc.array(lineOf(depth - 1), { minLength: 1, maxLength: 3 }), guarded: guards, place: resultPath });
  const map = fc.record({
    line: lineOf(depth - 1),
    guarded: guards,
    place: resultPath,
    MaxConcurrency: fc.nat(3),
    items: fc.constantFrom<object>({ ItemsPath: "$.items" }, { ItemsPath: "$.items", ItemSelector: { "items.$": "$.items", a: 1 } }),
  });
  const distributed = fc.record({
    processor: fc.oneof(
      { weight: 2, arbitrary: lineOf(depth - 1).map((line) => ({ line, ExecutionType: "STANDARD" })) },
      { weight: 1, arbitrary: expressLine.map((line) => ({ line, ExecutionType: "EXPRESS" })) },
    ),
    guarded: guards,
    place: resultPath,
    MaxConcurrency: fc.nat(3),
    tolerated: fc.constantFrom<object>(
      {},
      { ToleratedFailureCount: 1 },
      { ToleratedFailureCount: 3 },
      { ToleratedFailurePercentage: 34 },
      { ToleratedFailureCount: 2, ToleratedFailurePercentage: 40 },
    ),
    items: fc.constantFrom<object>(
      { ItemsPath: "$.items" },
      { ItemsPath: "$.items", ItemSelector: { "items.$": "$.items", a: 1 } },
      { ItemsPath: "$.items", ItemBatcher: { MaxItemsPerBatch: 2 } },
    ),
  });
  return fc.oneof(
    distributed.map(({ processor: { line, ExecutionType }, guarded, place, ...fields }) => {
      const part: Part = (builder, _name, later) => {
        const ItemProcessor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType }, ...builder.graph(line) };
        const { items, tolerated, MaxConcurrency } = fields;
        return { ItemProcessor, MaxConcurrency, ...items, ...tolerated, ...place, ...guardFields(guarded, later) };
      };
      return ["Map", part] as const;
    }),
    parallel.map(({ lines, guarded, place }) => {
      const part: Part = (builder, _name, later) => {
        const Branches = lines.map((each) => builder.graph(each));
        return { Branches, ...place, ...guardFields(guarded, later) };
      };
      return ["Parallel", part] as const;
    }),
    map.map(({ line, guarded, place, MaxConcurrency, items }) => {
      const part: Part = (builder, _name, later) => {
        const ItemProcessor = builder.graph(line);
        return { ItemProcessor, MaxConcurrency, ...items, ...place, ...guardFields(guarded, later) };
      };
      return ["Map", part] as const;
    }),
  );
}

/** Gives every state a name of its own, and builds it with the names of those that come later. */
class Builder {
  #count = 0;

  graph({ parts, ending: last }: Line): { readonly StartAt: string; readonly States: { readonly [name: string]: object } } {
    const names = parts.map(([kind]) => `${kind}${++this.#count}`);
    const end = `End${++this.#count}`;
    const States: { [name: string]: object } = {};
    parts.forEach(([kind, part], index) => {
      const name = names[index] as string;
      const later = [...names.slice(index + 1), end];
      States[name] = { Type: kind, ...part(this, name, later), ...(kind !== "Choice" && { Next: later[0] }) };
    });
    States[end] = last;
    return { StartAt: names[0] as string, States };
  }
}

/** Variables on both sides of a distributed Map: a child that does not assign its own has none. */
const variables: fc.Arbitrary<FailingMachine> = fc
  .record({ items: fc.array(fc.constantFrom<unknown>({ own: true }, 1), { maxLength: 3 }), ToleratedFailureCount: fc.nat(2) })
  .map(({ items, ToleratedFailureCount }) => {
    const States = {
      Own: { Type: "Choice", Choices: [{ Variable: "$.own", IsPresent: true, Next: "Assign" }], Default: "Read" },
      Assign: { Type: "Pass", Assign: { seen: "inside" }, Next: "Read" },
      Read: { Type: "Pass", Parameters: { "seen.$": "$seen" }, End: true },
    };
    const ItemProcessor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Own", States };
    const Each = { Type: "Map", ItemProcessor, ToleratedFailureCount, End: true };
    return {
      definition: { StartAt: "Around", States: { Around: { Type: "Pass", Assign: { seen: "outside" }, Next: "Each" }, Each } },
      input: items,
      seeds: [0],
    };
  });

const nested: fc.Arbitrary<FailingMachine> = fc
  .record({
    line: lineOf(2),
    input: fc.constantFrom<unknown>(
      { items: [1, 2, 3] },
      { items: [], a: {} },
      { items: [{ items: [7] }, { items: [] }, 3, 4, 5] },
      { a: "text", items: [0] },
    ),
    timeout: fc.option(fc.constantFrom(5, 20, 60), { nil: undefined, freq: 5 }),
    seeds: fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 40, size: "max" }),
  })
  .map(({ line, input, timeout, seeds }) => ({
    definition: { ...new Builder().graph(line), ...(timeout !== undefined && { TimeoutSeconds: timeout }) },
    input,
    seeds,
  }));

/** Nested Parallels and Maps, inline and distributed, of Tasks that fail, are late or hang, with every field of Retry and Catch, timeouts and heartbeats. */
export const failingMachine: fc.Arbitrary<FailingMachine> = fc.oneof(
  { weight: 24, arbitrary: nested },
  { weight: 1, arbitrary: variables },
);
