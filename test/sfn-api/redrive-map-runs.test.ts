import fc from "fast-check";
import type { Execution, MockAws, MockContext, Mocks } from "sfn-testkit";
import { after, fails, hangs, mockAws } from "sfn-testkit";
import "sfn-testkit/vitest";
import { describe, expect, test } from "vitest";
import { machine, task } from "../running/machines.ts";
import { distributed, work } from "../simulator/distributed.ts";
import type { Ask } from "./machines.ts";
import { created, newApi } from "./machines.ts";

interface Run {
  readonly aws: MockAws;
  readonly ask: Ask;
  readonly executionArn: string;
  readonly execution: () => Execution;
  /** Redrives it; with time, up to its end. */
  readonly redrive: () => Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers without narrowing them first
  readonly mapRun: () => Promise<any>;
}

/** Starts a machine in a world of its own. */
async function started(definition: object, mocks: Mocks, input: unknown = [1, 2, 3]): Promise<Run> {
  const aws = mockAws(mocks);
  const ask = newApi(aws);
  const stateMachineArn = await created(ask, definition);
  const { executionArn } = await ask("startExecution", { stateMachineArn, input: JSON.stringify(input) });
  return {
    aws,
    ask,
    executionArn,
    execution: () => aws.stateMachines.list()[0]?.executions[0] as Execution,
    redrive: async () => {
      await ask("redriveExecution", { executionArn });
      await aws.finish();
    },
    mapRun: async () => {
      const { mapRuns } = await ask("listMapRuns", { executionArn });
      expect(mapRuns).toHaveLength(1);
      return await ask("describeMapRun", { mapRunArn: mapRuns[0].mapRunArn });
    },
  };
}

/** The same, run to its end. */
async function ended(definition: object, mocks: Mocks, input?: unknown): Promise<Run> {
  const run = await started(definition, mocks, input);
  await run.aws.finish();
  return run;
}

const typesOf = ({ history }: Pick<Execution, "history">): readonly string[] => history.map(({ type }) => type);

describe("a Map Run that failed is redriven with its execution", () => {
  test("only the children that did not succeed run again, and the Map goes on with all results", async () => {
    const { aws, execution, redrive, mapRun } = await ended(distributed(work, { Label: "L" }), {
      lambda: { Work: (n: number, { call }: MockContext) => (n === 2 && call < 4 ? after("5s", fails("Bad")) : n) },
    });
    const before = execution();

    await aws.advance("1h");
    await redrive();

    const { mapRunArn } = await mapRun();
    expect(execution()).toHaveSucceeded([1, 2, 3]);
    expect(execution().childExecutions.map(({ executionArn }) => executionArn)).toEqual(
      before.childExecutions.map(({ executionArn }) => executionArn),
    );
    expect(typesOf(execution()).slice(typesOf(before).indexOf("ExecutionFailed"))).toEqual([
      "ExecutionFailed",
      "ExecutionRedriven",
      "MapRunRedriven",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ]);
    expect(execution().history.find(({ type }) => type === "MapRunRedriven")).toMatchObject({
      mapRunRedrivenEventDetails: { mapRunArn, redriveCount: 1 },
    });
    expect(await mapRun()).toMatchObject({
      status: "SUCCEEDED",
      redriveCount: 1,
      redriveDate: new Date("2025-01-01T01:00:05Z"),
      startDate: new Date("2025-01-01T00:00:00Z"),
      executionCounts: { succeeded: 3, failed: 0, pendingRedrive: 0, total: 3 },
    });
  });

  test("a Standard child goes on in the state that failed", async () => {
    const two = machine({ First: task("first", { Next: "Second" }), Second: task("second") });
    const { ask, execution, redrive } = await ended(
      distributed(two),
      { lambda: { first: "first", second: [fails("Bad"), (_input, { state }: MockContext) => state] } },
      [1],
    );

    await redrive();

    const [child] = execution().childExecutions as [Execution];
    expect(child).toHaveTakenPath(["First", "Second"]);
    expect(typesOf(child)).toContain("ExecutionRedriven");
    expect(child).toHaveInvoked("first", 1, { times: 1 });
    expect(await ask("describeExecution", { executionArn: child.executionArn })).toMatchObject({ redriveCount: 1, status: "SUCCEEDED" });
  });

  test("an Express child starts anew under its name", async () => {
    const two = machine({ First: task("first", { Next: "Second" }), Second: task("second") });
    const { ask, execution, redrive } = await ended(
      distributed(two, {}, { type: "EXPRESS" }),
      { lambda: { first: "first", second: [fails("Bad"), "a", "b"] } },
      [1],
    );
    const [before] = execution().childExecutions as [Execution];

    await redrive();

    const [child] = execution().childExecutions as [Execution];
    expect(child.executionArn).toBe(before.executionArn);
    expect(typesOf(child)).not.toContain("ExecutionRedriven");
    expect(child).toHaveTakenPath(["First", "Second"]);
    expect(await ask("describeExecution", { executionArn: child.executionArn })).toMatchObject({ redriveCount: 0, status: "SUCCEEDED" });
  });

  test("children that had not begun begin after those that had", async () => {
    const { aws, ask, executionArn, execution, mapRun } = await ended(
      distributed(work, { MaxConcurrency: 2 }),
      { lambda: { Work: [fails("Bad"), fails("Bad"), after("1m", "again"), after("1m", "again"), "new"] } },
      [1, 2, 3, 4],
    );

    await ask("redriveExecution", { executionArn });

    expect(await mapRun()).toMatchObject({ status: "RUNNING", executionCounts: { running: 2, pending: 2, pendingRedrive: 0, total: 4 } });
    await aws.finish();
    expect(execution()).toHaveSucceeded(["again", "again", "new", "new"]);
  });

  test("with less concurrency than failures, the others are pending redrive", async () => {
    const bad = Array.from({ length: 3 }, () => after("1s", fails("Bad")));
    const { aws, ask, executionArn, execution, mapRun } = await started(distributed(work, { ToleratedFailureCount: 2 }), {
      lambda: { Work: [...bad, after("1m", "again")] },
    });
    await ask("updateMapRun", { mapRunArn: (await mapRun()).mapRunArn, maxConcurrency: 1 });
    await aws.finish();

    await ask("redriveExecution", { executionArn });

    const { mapRunArn, executionCounts } = await mapRun();
    const { executions } = await ask("listExecutions", { mapRunArn, statusFilter: "PENDING_REDRIVE" });
    expect(executionCounts).toMatchObject({ running: 1, pendingRedrive: 2, failed: 0, total: 3 });
    expect(executions).toMatchObject([{ status: "PENDING_REDRIVE" }, { status: "PENDING_REDRIVE" }]);
    await aws.finish();
    expect(execution()).toHaveSucceeded(["again", "again", "again"]);
  });

  test("children that were aborted with a stopped execution go on", async () => {
    const { ask, executionArn, execution, redrive, mapRun } = await started(distributed(work), {
      lambda: { Work: [1, hangs(), hangs(), 4] },
    });
    await ask("stopExecution", { executionArn });
    expect(await mapRun()).toMatchObject({ status: "ABORTED", executionCounts: { succeeded: 1, aborted: 2 } });

    await redrive();

    expect(execution()).toHaveSucceeded([1, 4, 4]);
  });

  test("Map Runs in children of Map Runs go on, too", async () => {
    const nested = distributed(distributed(work, {}, { name: "Inner" }));
    const { execution, redrive } = await ended(
      nested,
      { lambda: { Work: (n: number, { call }: MockContext) => (n === 3 && call === 3 ? fails("Bad") : n) } },
      [[1], [2, 3]],
    );

    await redrive();

    const inner = execution().childExecutions[1]?.childExecutions.map(({ calls }) => calls.length);
    expect(execution()).toHaveSucceeded([[1], [2, 3]]);
    expect(inner).toEqual([1, 2]);
  });

  test("a child that failed more than 14 days ago is final", async () => {
    const { execution, redrive, mapRun } = await ended(distributed(work, { ToleratedFailureCount: 1 }), {
      lambda: { Work: [fails("Early"), after("15d", fails("Late")), 3, "again"] },
    });
    expect(await mapRun()).toMatchObject({ status: "FAILED", executionCounts: { failed: 2, failuresNotRedrivable: 1 } });

    await redrive();

    expect(execution().output).toEqual([expect.objectContaining({ Status: "FAILED", Error: "Early" }), "again", 3]);
  });

  test("one that could not read its items reads them again", async () => {
    const ItemReader = {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSON" },
      Parameters: { Bucket: "b", Key: "k" },
    };
    const { execution, redrive, mapRun } = await ended(distributed(work, { ItemReader }), {
      s3: { getObject: [fails("S3.NoSuchKey"), { Body: "[1, 2]" }] },
      lambda: { Work: (n: number) => n * 2 },
    });
    expect(execution()).toHaveFailed({ error: "States.ItemReaderFailed" });

    await redrive();

    expect(execution()).toHaveSucceeded([2, 4]);
    expect(await mapRun()).toMatchObject({ redriveCount: 1 });
  });

  test("after a failure of its data a new Map Run is started", async () => {
    const { ask, executionArn, redrive } = await ended(distributed(work, { ItemSelector: { "n.$": "$$.Map.Item.Value.n" } }), {
      lambda: { Work: 1 },
    });

    await redrive();

    const { mapRuns } = await ask("listMapRuns", { executionArn });
    expect(mapRuns).toHaveLength(2);
  });
});

test("redriven until it succeeds, a Map Run gives what it would have given at once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ seconds: fc.nat(9), failures: fc.nat(2) }), { minLength: 1, maxLength: 6 }),
      fc.nat(3),
      fc.constantFrom("STANDARD" as const, "EXPRESS" as const),
      async (items, MaxConcurrency, type) => {
        const tried: number[] = [];
        const Work = (_item: unknown, { branch }: MockContext): unknown => {
          const { index = 0 } = branch[0] ?? {};
          tried[index] = (tried[index] ?? 0) + 1;
          const { seconds = 0, failures = 0 } = items[index] ?? {};
          return after(seconds, tried[index] <= failures ? fails("Flaky") : index);
        };
        const { execution, redrive, mapRun } = await ended(distributed(work, { MaxConcurrency }, { type }), { lambda: { Work } }, items);

        for (let redrives = 0; execution().status !== "SUCCEEDED" && redrives < 20; redrives++) await redrive();

        const { executionCounts } = await mapRun();
        expect(execution()).toHaveSucceeded(items.map((_, index) => index));
        expect(executionCounts).toMatchObject({ succeeded: items.length, total: items.length, failed: 0, running: 0, pending: 0 });
        expect(execution().childExecutions).toHaveLength(items.length);
      },
    ),
    { numRuns: 40 },
  );
});
