import type { Execution, MockContext } from "sfn-testkit";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { beforeAll, describe, expect, test } from "vitest";
import type { Batch } from "./save-orders.ts";
import { handler } from "./save-orders.ts";

const definition = new URL("./nightly-import.asl.json", import.meta.url);
const input = { day: "2025-01-01" };

/** The day's file: 10,000 orders, which are 400 batches. In the batches given, one order has no amount. */
function ordersCsv(badBatches: readonly number[] = []): string {
  const bad = new Set(badBatches.map((batch) => 25 * batch + 7));
  const rows = Array.from({ length: 10_000 }, (_, index) => `o-${index},${bad.has(index) ? "n/a" : 40}`);
  return ["id,amount", ...rows].join("\n");
}

/** So many batches, spread evenly over the file. */
function spread(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((400 / count) * index));
}

/** Buckets that remember, the team's topic, and the function that saves a batch. */
function world(csv: string, saveOrders: (batch: Batch, context: MockContext) => unknown = handler) {
  const aws = mockAws({ lambda: { SaveOrders: saveOrders } });
  aws.s3.createBucket("shop-exports").put("2025-01-01/orders.csv", csv);
  return { aws, imports: aws.s3.createBucket("shop-imports"), team: aws.sns.createTopic("import-team") };
}

type Imports = ReturnType<typeof world>["imports"];

/** What became of a batch, as ResultWriter tells it. */
interface Result {
  readonly Input: string;
  readonly Output?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

/** The results in a file of the Map Run, found by the end of its key. */
function resultsIn(imports: Imports, name: string): readonly Result[] {
  const key = imports.keys.find((each) => each.endsWith(`/${name}`));
  return JSON.parse(imports.get(key ?? name) ?? "[]") as Result[];
}

describe("10,000 orders, all of them good", () => {
  const { aws, imports, team } = world(ordersCsv());
  let execution: Execution;

  beforeAll(async () => {
    execution = await runStateMachine(definition, { aws, input });
  });

  test("are imported, and nobody has to be told", () => {
    expect(execution).toHaveTakenPath(["ImportOrders", "ReadManifest", "AllSaved?", "Imported"]);
    expect(team.published).toEqual([]);
  });

  test("are saved in 400 batches of 25, each with the day and its rows in the order of the file", () => {
    expect(execution).toHaveInvoked("SaveOrders", expect.anything(), { times: 400 });
    expect(execution.childExecutions[399]?.input).toEqual({
      BatchInput: { day: "2025-01-01" },
      Items: Array.from({ length: 25 }, (_, index) => ({ id: `o-${9_975 + index}`, amount: "40" })),
    });
  });

  test("have their results in one file, and no file of failures", () => {
    const outputs = resultsIn(imports, "SUCCEEDED_0.json").map(({ Output = "" }): unknown => JSON.parse(Output));

    expect(outputs).toEqual(Array.from({ length: 400 }, () => ({ saved: 25, total: 1_000 })));
    expect(execution).toHaveOutputAt("$.manifest.files.ResultFiles.FAILED", []);
  });
});

describe("a function that needs three seconds for a batch", () => {
  async function slowly(batch: Batch, { sleep }: MockContext): Promise<unknown> {
    await sleep("3s");
    return handler(batch);
  }

  test("has never more than 20 of them at once, and is done after a minute: 20 rounds of three seconds", async () => {
    const { aws } = world(ordersCsv(), slowly);

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveReachedConcurrency("SaveOrders", 20);
    expect(execution).toHaveStayedWithinConcurrency("SaveOrders", 20);
    expect(execution).toHaveLasted("1m");
  });

  test("is asked again after 1, 2 and 4 seconds when it is throttled", async () => {
    const throttled = fails("Lambda.TooManyRequestsException", "Rate Exceeded.");
    const busy = (batch: Batch, context: MockContext): unknown => {
      const isThrottled = context.branch[0]?.index === 10 && context.attempt <= 3;
      return isThrottled ? throttled : slowly(batch, context);
    };
    const { aws, team } = world(ordersCsv(), busy);

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveRetried("SaveOrders", { times: 3, delays: ["1s", "2s", "4s"] });
    expect(execution.childExecutions[11]).not.toHaveRetried("SaveOrders");
    expect(team.published).toEqual([]);
  });
});

describe("12 bad batches, which are 3 %", () => {
  const badBatches = spread(12);
  const { aws, imports, team } = world(ordersCsv(badBatches));
  let execution: Execution;

  beforeAll(async () => {
    execution = await runStateMachine(definition, { aws, input });
  });

  test("are tolerated: all others are saved", () => {
    expect(execution).toEndInState("Imported");
    expect(resultsIn(imports, "SUCCEEDED_0.json")).toHaveLength(388);
  });

  test("are in FAILED_0.json, with their rows and what was wrong", () => {
    const failed = resultsIn(imports, "FAILED_0.json");

    expect(failed.map(({ Input }) => (JSON.parse(Input) as Batch).Items[7]?.id)).toEqual(badBatches.map((batch) => `o-${25 * batch + 7}`));
    expect(failed[0]).toMatchObject({ Error: "InvalidAmount", Cause: expect.stringContaining('o-7: \\"n/a\\"') });
  });

  test("are told to the team, by the key of that file", () => {
    const key = imports.keys.find((each) => each.endsWith("FAILED_0.json"));

    expect(team.published).toMatchObject([{ subject: "Some orders were not imported", message: key }]);
  });
});

describe("24 bad batches, which are 6 %", () => {
  const { aws, imports, team } = world(ordersCsv(spread(24)));
  let execution: Execution;

  beforeAll(async () => {
    execution = await runStateMachine(definition, { aws, input });
  });

  test("are too many: the import is given up, and the team is told", () => {
    expect(execution).toHaveCaught("ImportOrders", { error: "States.ExceedToleratedFailureThreshold", next: "TellOfFailure" });
    expect(execution).toHaveFailed({ error: "ImportFailed" });
    expect(team.published).toMatchObject([{ subject: "The import was given up" }]);
  });

  test("stop it as soon as more than 5 % have failed: the rest of the file is left", () => {
    const failures = execution.childExecutions.filter(({ status }) => status === "FAILED");

    expect(failures).toHaveLength(21);
    expect(execution.childExecutions.length).toBeLessThan(400);
    expect(resultsIn(imports, "PENDING_0.json")).toHaveLength(400 - execution.childExecutions.length);
  });
});

test("exactly 5 % are tolerated", async () => {
  const { aws } = world(ordersCsv(spread(20)));

  expect(await runStateMachine(definition, { aws, input })).toHaveSucceeded();
});

test("a file that did not come is a failure of the import", async () => {
  const { aws, team } = world(ordersCsv());

  const execution = await runStateMachine(definition, { aws, input: { day: "2025-01-02" } });

  expect(execution).toHaveCaught("ImportOrders", { error: "States.ItemReaderFailed", next: "TellOfFailure" });
  expect(team.published).toMatchObject([{ message: expect.stringContaining("The specified key does not exist.") }]);
});
