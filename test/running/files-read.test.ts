import { fileURLToPath } from "node:url";
import { loadStateMachine, runStateMachine, validateStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { listenToFiles } from "../../src/base/files-read.ts";

const order = new URL("../../examples/order/order.asl.json", import.meta.url);
const missing = new URL("no-such.asl.json", import.meta.url);

async function filesOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  const files: string[] = [];
  listenToFiles((file) => files.push(file));
  await act().catch(() => {});
  return files;
}

test.each([
  ["loadStateMachine", loadStateMachine],
  ["validateStateMachine", validateStateMachine],
  ["runStateMachine", runStateMachine],
])("a test runner is told which file %s reads", async (_name, act) => {
  expect(await filesOf(() => act(order))).toEqual([fileURLToPath(order)]);
});

test("it is told of a file that is not there, so that the test runs again once it is", async () => {
  expect(await filesOf(() => loadStateMachine(missing))).toEqual([fileURLToPath(missing)]);
});

test("a definition that is in no file is no news", async () => {
  expect(await filesOf(() => loadStateMachine({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }))).toEqual([]);
});
