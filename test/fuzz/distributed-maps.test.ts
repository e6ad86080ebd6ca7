import { after } from "sfn-testkit";
import type { FaultPlan, Invariant } from "sfn-testkit/fuzz";
import { CounterexampleError, fuzzStateMachine, invariants, replay } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";
import { importing, importingMocks } from "./machines.ts";

const fault = { kind: "fails", error: "Busy", cause: "", afterMs: 0, effect: false } as const;
const unread = { kind: "fails", error: "S3.SlowDownException", cause: "", afterMs: 0, effect: false } as const;
const once = { visit: 1, attempt: 1, times: 1 };

test("what is tried by itself: each child's Tasks, the ItemReader and the ResultWriter", { timeout: 30_000 }, async () => {
  const failed = new Set<string>();
  const errors = new Set<string | undefined>();
  await fuzzStateMachine(importing, {
    mocks: importingMocks,
    invariant: ({ childExecutions, visits }) => {
      for (const [index, { status, error }] of childExecutions.entries())
        if (status === "FAILED" && index < 3) failed.add(`${index} ${error === "States.Timeout" ? "timed out" : "failed"}`);
      for (const { attempts } of visits) for (const { error } of attempts) errors.add(error);
    },
    numRuns: 500,
  });

  for (const index of [0, 1, 2]) expect([...failed]).toEqual(expect.arrayContaining([`${index} failed`, `${index} timed out`]));
  expect([...errors]).toEqual(
    expect.arrayContaining(["States.ItemReaderFailed", "States.ResultWriterFailed", "States.ExceedToleratedFailureThreshold"]),
  );
});

describe("a fault of a plan", () => {
  const planOf = (...faults: FaultPlan["faults"]): FaultPlan => ({ faults, interleaving: [] });

  test("meets the Task of one child only", async () => {
    const plan = planOf({ state: "Import", branch: [{ state: "Lines", index: 1 }], ...once, times: 2, fault });
    const execution = await replay(importing, plan, { mocks: importingMocks });

    expect(execution.childExecutions.map(({ status }) => status)).toEqual(["SUCCEEDED", "FAILED", "SUCCEEDED"]);
    expect(execution).toHaveSucceeded();
  });

  test("meets the ItemReader, which a Retry of the Map repeats", async () => {
    const plan = planOf({ state: "Lines", mapField: "ItemReader", branch: [], ...once, fault: unread });
    const execution = await replay(importing, plan, { mocks: importingMocks });

    expect(execution).toHaveRetried("Lines", { times: 1, error: "States.ItemReaderFailed" });
    expect(execution).toHaveSucceeded();
  });

  test("meets every object that the ResultWriter writes", async () => {
    const late = { kind: "late", byMs: 3_000 } as const;
    const plan = planOf({ state: "Lines", mapField: "ResultWriter", branch: [], ...once, fault: late });
    const usual = await replay(importing, planOf(), { mocks: importingMocks });
    const execution = await replay(importing, plan, { mocks: importingMocks });

    expect(execution).toHaveSucceeded();
    expect(execution.durationSeconds).toBeGreaterThanOrEqual(usual.durationSeconds + 3);
  });
});

test("a counterexample inside a child says which one, and shrinks to its fault alone", async () => {
  const thrown = await fuzzStateMachine(importing, {
    mocks: importingMocks,
    faults: { errors: { Lines: [], Confirm: [] }, latency: false },
    invariant: ({ childExecutions }) => childExecutions[2]?.status !== "FAILED",
    seed: 1,
    numRuns: 1_000,
  }).catch((error: unknown) => error);

  expect(thrown).toBeInstanceOf(CounterexampleError);
  const { counterexample, message } = thrown as CounterexampleError;
  expect(counterexample.plan.faults).toMatchObject([{ state: "Import", branch: [{ state: "Lines", index: 2 }] }]);
  expect(message).toContain("Lines[2]/Import, ");
  expect(counterexample.mocks).toContain("import: [");
});

describe("ready-made invariants look into child executions", () => {
  const plan = { faults: [], interleaving: [] };
  const broken = {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ToleratedFailureCount: 5,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Book",
          States: {
            Book: { Type: "Pass", Next: "Which" },
            Which: { Type: "Choice", Choices: [{ Variable: "$.undo", IsPresent: true, Next: "Undo" }], Default: "Read" },
            Undo: { Type: "Pass", End: true },
            Read: { Type: "Pass", InputPath: "$.missing", End: true },
          },
        },
        End: true,
      },
    },
  };
  const messageOf = async (invariant: Invariant, input: unknown): Promise<string> => {
    const execution = await replay(broken, plan, { input });
    return String(
      await Promise.resolve()
        .then(() => invariant(execution, { effects: [] } as never))
        .catch((thrown: unknown) => thrown),
    );
  };

  test("neverRuntimeError", async () => {
    expect(await messageOf(invariants.neverRuntimeError(), [{}])).toContain('"Read" failed with States.Runtime');
  });

  test("compensated", async () => {
    expect(await messageOf(invariants.compensated({ Book: "Undo" }), [{ undo: 1 }, {}])).toContain(
      '"Book" was completed 2 times, but "Undo" was entered 1 time.',
    );
  });

  test("eventsAtMost, of each for itself", async () => {
    expect(await messageOf(invariants.eventsAtMost(8), [{ undo: 1 }, { undo: 1 }])).toBe("undefined");
    expect(await messageOf(invariants.eventsAtMost(7), [{ undo: 1 }])).toContain("There were 8 events");
  });
});

describe("children that are due at the same instant", () => {
  const Each = {
    Type: "Map",
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "Work",
      States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:work", End: true } },
    },
    End: true,
  };

  test("run in every order", async () => {
    const asked: number[] = [];
    const orders = new Set<string>();
    await fuzzStateMachine(
      { StartAt: "Each", States: { Each } },
      {
        input: [0, 1, 2],
        mocks: () => {
          asked.length = 0;
          return { lambda: { work: (item: number) => after("1s", asked.push(item)) } };
        },
        faults: { errors: { Work: [] }, latency: false },
        invariant: () => void orders.add(asked.join("")),
        numRuns: 300,
      },
    );

    expect([...orders].sort()).toEqual(["012", "021", "102", "120", "201", "210"]);
  });
});
