import type { Execution, RunOptions, Visit } from "sfn-testkit";
import { fails, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, task } from "./machines.ts";

const jsonata = (States: { readonly [name: string]: object }): object => machine(States, { QueryLanguage: "JSONata" });
const inspected = (source: object, options: RunOptions = {}): Promise<Execution> => runStateMachine(source, { ...options, inspect: true });

function visitOf({ visits }: Execution, state: string): Visit {
  const [visit] = visits.filter((each) => each.state === state);
  if (visit === undefined) throw new Error(`"${state}" was not visited.`);
  return visit;
}

interface StagesCase {
  readonly what: string;
  readonly state: object;
  readonly stages: object;
}

const input = { a: { n: 1 }, list: [1, 2], t: 0 };
const raw = { echoed: { n: 1 } };
const inner = machine({ Inner: pass() });
/** Answers its input in an envelope. */
const mocks = { lambda: { f: (echoed: unknown) => ({ echoed }) } };
const rule = { Variable: "$.a", IsPresent: true, Next: "End" };

const JSONPATH: readonly StagesCase[] = [
  {
    what: "a Pass",
    state: pass({ InputPath: "$.a", Parameters: { "m.$": "$.n" }, ResultPath: "$.r", OutputPath: "$.r" }),
    stages: {
      afterInputPath: input.a,
      afterParameters: { m: 1 },
      afterResultSelector: { m: 1 },
      afterResultPath: { ...input, r: { m: 1 } },
    },
  },
  {
    what: "a Pass without any field",
    state: pass(),
    stages: { afterInputPath: input, afterParameters: input, afterResultSelector: input, afterResultPath: input },
  },
  { what: "a Pass with a Result", state: pass({ Result: 7 }), stages: { result: 7, afterResultSelector: 7, afterResultPath: 7 } },
  {
    what: "a Task",
    state: task("f", { InputPath: "$.a", Parameters: { "n.$": "$.n" }, ResultSelector: { "e.$": "$.echoed" }, ResultPath: "$.r" }),
    stages: {
      afterInputPath: input.a,
      afterParameters: { n: 1 },
      result: raw,
      afterResultSelector: { e: { n: 1 } },
      afterResultPath: { ...input, r: { e: { n: 1 } } },
    },
  },
  {
    what: "a Choice",
    state: { Type: "Choice", InputPath: "$", Choices: [rule] },
    stages: { afterInputPath: input },
  },
  { what: "a Wait", state: { Type: "Wait", InputPath: "$.a", Seconds: 1, End: true }, stages: { afterInputPath: input.a } },
  { what: "a Succeed", state: { Type: "Succeed", InputPath: "$.a" }, stages: { afterInputPath: input.a } },
  { what: "a Fail", state: { Type: "Fail", Error: "E" }, stages: { afterInputPath: input } },
  {
    what: "a Parallel",
    state: { Type: "Parallel", Branches: [inner], Parameters: { "m.$": "$.a.n" }, ResultSelector: { "first.$": "$[0]" }, End: true },
    stages: {
      afterInputPath: input,
      afterParameters: { m: 1 },
      result: [{ m: 1 }],
      afterResultSelector: { first: { m: 1 } },
      afterResultPath: { first: { m: 1 } },
    },
  },
  {
    what: "a Map",
    state: {
      Type: "Map",
      ItemsPath: "$.list",
      ItemSelector: { "v.$": "$$.Map.Item.Value" },
      ItemProcessor: inner,
      MaxConcurrency: 1,
      ResultPath: "$.r",
      End: true,
    },
    stages: {
      afterInputPath: input,
      afterItemsPath: [1, 2],
      afterItemSelector: [{ v: 1 }, { v: 2 }],
      maxConcurrency: 1,
      result: [{ v: 1 }, { v: 2 }],
      afterResultSelector: [{ v: 1 }, { v: 2 }],
      afterResultPath: { ...input, r: [{ v: 1 }, { v: 2 }] },
    },
  },
];

const JSONATA: readonly StagesCase[] = [
  { what: "a Pass", state: pass({ Output: "{% $states.input.a %}" }), stages: {} },
  { what: "a Pass that assigns", state: pass({ Assign: { v: "{% $states.input.a.n %}" } }), stages: { variables: { v: 1 } } },
  {
    what: "a Task",
    state: task("f", { Arguments: { n: "{% $states.input.a.n %}" }, Output: "{% $uppercase('done') %}" }),
    stages: { afterArguments: { n: 1 }, result: raw },
  },
  { what: "a Task without Arguments", state: task("f"), stages: { afterArguments: input, result: { echoed: input } } },
  {
    what: "a Task whose Arguments have to be waited for",
    state: task("f", { Arguments: "{% $string($states.input.a.n) %}" }),
    stages: { afterArguments: "1", result: { echoed: "1" } },
  },
  { what: "a Choice", state: { Type: "Choice", Choices: [{ Condition: true, Next: "End" }] }, stages: {} },
  { what: "a Wait", state: { Type: "Wait", Seconds: "{% 1 %}", End: true }, stages: {} },
  { what: "a Succeed", state: { Type: "Succeed", Output: 1 }, stages: {} },
  { what: "a Fail", state: { Type: "Fail", Error: "{% 'E' %}" }, stages: {} },
  {
    what: "a Parallel",
    state: { Type: "Parallel", Arguments: "{% $states.input.a %}", Branches: [inner], Output: 1, End: true },
    stages: { afterArguments: input.a, result: [input.a] },
  },
  {
    what: "a Map",
    state: {
      Type: "Map",
      Items: "{% $states.input.list %}",
      ItemSelector: "{% $states.context.Map.Item.Value * 2 %}",
      ItemProcessor: inner,
      End: true,
    },
    stages: { maxConcurrency: 0, afterItemSelector: [2, 4], result: [2, 4] },
  },
];

/** A machine of the one state, and of what a Choice leads to. */
const around = (state: object): { readonly [name: string]: object } => ({
  S: state,
  ...("Choices" in state && { End: { Type: "Succeed" } }),
});

describe("with `inspect`, a visit tells the stages of the data", () => {
  test.each(JSONPATH)("of $what in JSONPath", async ({ state, stages }) => {
    const execution = await inspected(machine(around(state)), { input, mocks });

    expect(visitOf(execution, "S").stages).toEqual(stages);
  });

  test.each(JSONATA)("of $what in JSONata", async ({ state, stages }) => {
    const execution = await inspected(jsonata(around(state)), { input, mocks });

    expect(visitOf(execution, "S").stages).toEqual(stages);
  });

  test("in the order in which the data goes through them", async () => {
    const execution = await inspected(machine({ S: task("f") }), { input, mocks });

    expect(Object.keys(visitOf(execution, "S").stages ?? {})).toEqual([
      "afterInputPath",
      "afterParameters",
      "result",
      "afterResultSelector",
      "afterResultPath",
    ]);
  });

  test("as JSON values: null, false and texts as they are", async () => {
    const results = [null, false, 0, "", "text"];
    for (const Result of results) {
      const execution = await inspected(machine({ S: pass({ Result }) }));

      expect(visitOf(execution, "S").stages).toEqual({ result: Result, afterResultSelector: Result, afterResultPath: Result });
    }
  });

  test("inside branches and iterations too", async () => {
    const execution = await inspected(
      machine({ M: { Type: "Map", ItemProcessor: machine({ S: pass({ Parameters: { "v.$": "$" } }) }), End: true } }),
      { input: ["a", "b"] },
    );

    const stages = execution.visits.filter(({ state }) => state === "S").map((visit) => visit.stages?.afterParameters);
    expect(stages).toEqual([{ v: "a" }, { v: "b" }]);
  });

  test("for each visit of a state", async () => {
    const execution = await inspected(
      machine({
        Count: pass({ Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "More" }),
        More: { Type: "Choice", Choices: [{ Variable: "$.n", NumericLessThan: 3, Next: "Count" }], Default: "Done" },
        Done: { Type: "Succeed" },
      }),
      { input: { n: 0 } },
    );

    const counts = execution.visits.filter(({ state }) => state === "Count").map(({ stages }) => stages?.afterParameters);
    expect(counts).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});

describe("variables are a stage", () => {
  test("as they are after the state, those of the state itself among them", async () => {
    const execution = await inspected(
      machine({ A: pass({ Assign: { v: 1 }, Next: "B" }), B: pass({ Assign: { w: [2] }, Next: "C" }), C: pass() }),
      {
        variables: { given: true },
      },
    );

    expect(execution.visits.map(({ stages }) => stages?.variables)).toEqual([
      { given: true, v: 1 },
      { given: true, v: 1, w: [2] },
      { given: true, v: 1, w: [2] },
    ]);
  });

  test("in a branch with those around it", async () => {
    const execution = await inspected(
      jsonata({ P: { Type: "Parallel", Branches: [machine({ A: pass({ Assign: { own: 2 } }) })], End: true } }),
      { variables: { outer: 1 } },
    );

    expect(visitOf(execution, "A").stages).toEqual({ variables: { outer: 1, own: 2 } });
    expect(visitOf(execution, "P").stages).toMatchObject({ variables: { outer: 1 } });
  });

  test("but none where there is none", async () => {
    const execution = await inspected(machine({ S: { Type: "Succeed" } }));

    expect(visitOf(execution, "S").stages).toEqual({ afterInputPath: {} });
  });
});

describe("a state that failed tells how far its data came", () => {
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Z" }];
  const Z = { Type: "Succeed" };

  test("when it is caught", async () => {
    const execution = await inspected(machine({ S: task("f", { Parameters: { m: 1 }, Catch }), Z }), {
      mocks: { lambda: { f: fails("E") } },
      variables: { v: 1 },
    });

    expect(visitOf(execution, "S").stages).toEqual({ afterInputPath: {}, afterParameters: { m: 1 }, variables: { v: 1 } });
  });

  test("when it is caught, with what the catcher assigned", async () => {
    const catcher = { ...Catch[0], Assign: { by: "catcher" } };
    const execution = await inspected(jsonata({ S: task("f", { Arguments: { m: 1 }, Assign: { by: "state" }, Catch: [catcher] }), Z }), {
      mocks: { lambda: { f: fails("E") } },
    });

    expect(visitOf(execution, "S").stages).toEqual({ afterArguments: { m: 1 }, variables: { by: "catcher" } });
  });

  test("when it is not", async () => {
    const execution = await inspected(machine({ S: task("f", { ResultSelector: { "x.$": "$.nope" } }) }), { mocks });

    expect(visitOf(execution, "S").stages).toEqual({ afterInputPath: {}, afterParameters: {}, result: { echoed: {} } });
  });

  test("when its own expression failed", async () => {
    const execution = await inspected(jsonata({ S: task("f", { Output: "{% $nope %}" }) }), { mocks });

    expect(visitOf(execution, "S").stages).toEqual({ afterArguments: {}, result: { echoed: {} } });
  });

  test("in a fork that failed, with the data that went in", async () => {
    const execution = await inspected(
      machine({ M: { Type: "Map", ItemsPath: "$.list", ItemProcessor: machine({ F: { Type: "Fail", Error: "E" } }), End: true } }),
      { input },
    );

    expect(visitOf(execution, "M").stages).toEqual({ afterInputPath: input, afterItemsPath: [1, 2], maxConcurrency: 0 });
  });
});

describe("a state that was retried tells its last attempt", () => {
  const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];

  test("that succeeded", async () => {
    const execution = await inspected(
      jsonata({ S: task("f", { Arguments: { tried: "{% $states.context.State.RetryCount %}" }, Retry }) }),
      { mocks: { lambda: { f: [fails("E"), "answer"] } } },
    );

    expect(visitOf(execution, "S").stages).toEqual({ afterArguments: { tried: 1 }, result: "answer" });
  });

  test("that failed, without what an earlier one had got", async () => {
    const execution = await inspected(jsonata({ S: task("f", { Output: "{% $states.result.ok %}", Retry }) }), {
      mocks: { lambda: { f: [{ not: "ok" }, fails("E")] } },
    });

    expect(execution).toHaveFailed({ error: "E" });
    expect(visitOf(execution, "S").stages).toEqual({ afterArguments: {} });
  });
});

describe("inspecting changes nothing else", () => {
  const mixed = machine({
    A: task("f", { ResultPath: "$.r", Assign: { "v.$": "$.echoed" }, Next: "B" }),
    B: pass({ QueryLanguage: "JSONata", Output: { v: "{% $v %}", r: "{% $string($states.input.r) %}" } }),
  });

  test("without it there are no stages", async () => {
    for (const options of [{}, { inspect: false }]) {
      const { visits } = await runStateMachine(mixed, { input, mocks, ...options });

      expect(visits.filter((visit) => "stages" in visit)).toEqual([]);
    }
  });

  test("history, output and variables are the same", async () => {
    const [plain, seen] = [await runStateMachine(mixed, { input, mocks }), await inspected(mixed, { input, mocks })];

    expect(JSON.stringify(seen.history)).toBe(JSON.stringify(plain.history));
    expect([seen.output, seen.variables]).toEqual([plain.output, plain.variables]);
  });

  test("stages cannot be written to", async () => {
    const execution = await inspected(mixed, { input, mocks });
    const stages = visitOf(execution, "A").stages as { result: { echoed: unknown } };

    expect(() => {
      stages.result.echoed = 1;
    }).toThrow(TypeError);
  });
});
