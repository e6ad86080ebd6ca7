import { runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";

test("a definition that is in no file", async () => {
  expect(await runStateMachine({ StartAt: "Done", States: { Done: { Type: "Succeed" } } })).toHaveSucceeded();
});
