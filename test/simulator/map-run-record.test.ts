import { after, fails, mockAws, startStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import type { MapRun } from "../../src/simulator/map-run/map-run.ts";
import { stepFunctionsOf } from "../../src/simulator/sfn-api/step-functions.ts";
import { distributed, work } from "./distributed.ts";

const counts = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, pendingRedrive: 0, total: 0, resultsWritten: 0 };

/** A Map of five items in three batches, two at once, of which the second fails after a minute. */
async function begun(ToleratedFailureCount: number): Promise<{ finish: () => Promise<unknown>; mapRun: MapRun | undefined }> {
  const aws = mockAws({ lambda: { Work: [after("30s", 1), after("1m", fails("Bad")), after("1h", 3)] } });
  const machine = distributed(work, { Label: "L", ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 2, ToleratedFailureCount });
  const running = await startStateMachine(machine, { input: [1, 2, 3, 4, 5], aws });
  await running.advance("1s");
  const [record] = stepFunctionsOf(aws).executions.values();
  return { finish: () => running.finish(), mapRun: record?.run.mapRuns[0] };
}

test("a Map Run that runs counts what runs and what waits, in executions and in items", async () => {
  const { mapRun } = await begun(2);

  expect(mapRun).toMatchObject({
    names: { label: "L" },
    status: "RUNNING",
    maxConcurrency: 2,
    tolerated: { count: 2 },
    stoppedAt: undefined,
  });
  expect(mapRun?.counts("executions")).toEqual({ ...counts, running: 2, pending: 1, total: 3 });
  expect(mapRun?.counts("items")).toEqual({ ...counts, running: 4, pending: 1, total: 5 });
});

test("one that succeeded has all results, also those of items that failed", async () => {
  const { mapRun, finish } = await begun(2);

  await finish();

  expect(mapRun?.status).toBe("SUCCEEDED");
  expect(mapRun?.counts("items")).toEqual({ ...counts, succeeded: 3, failed: 2, total: 5, resultsWritten: 5 });
});

test("one that failed has aborted what ran", async () => {
  const { mapRun, finish } = await begun(1);

  await finish();

  expect(mapRun?.status).toBe("FAILED");
  expect(Number(mapRun?.stoppedAt) - Number(mapRun?.startedAt)).toBe(60_000);
  expect(mapRun?.counts("executions")).toEqual({ ...counts, succeeded: 1, failed: 1, aborted: 1, total: 3, resultsWritten: 3 });
});
