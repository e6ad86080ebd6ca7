import type { Execution } from "sfn-testkit";
import {
  after,
  defineStateMachine,
  fails,
  hangs,
  loadStateMachine,
  mockAws,
  returns,
  runStateMachine,
  startStateMachine,
} from "sfn-testkit";
import * as matchers from "sfn-testkit/matchers";
import serializer from "sfn-testkit/serializer";
import "sfn-testkit/vitest";
import { expect, test, vi } from "vitest";

expect.extend(matchers);
expect.addSnapshotSerializer(serializer);

test("everything a first test uses has its type", async () => {
  const aws = mockAws({ lambda: { A: [fails("Flaky"), after("3s", returns({ ok: true }))], B: hangs(), C: vi.fn() } });
  const machine = await loadStateMachine(defineStateMachine({ StartAt: "A", States: { A: { Type: "Pass", End: true } } }));
  const execution: Execution<{ orderId: string }> = await runStateMachine(machine, { input: { orderId: "o-1" }, aws });
  const running = await startStateMachine(new URL("order.asl.json", import.meta.url), { mocks: { sns: { publish: {} } } });

  expect(execution).toEndInState("A");
  expect(execution).toHaveSucceeded({ orderId: expect.any(String) });
  expect(execution).not.toHaveFailed({ error: "Flaky" });
  expect(execution).toHaveRetried("A", { times: 1, delays: ["2s", 4] });
  expect(execution).toHaveCaught("A", { error: "Flaky", next: "B" });
  expect(execution).toHaveTakenPath(["A"]);
  expect(execution).toHaveRunInParallel("A", "B");
  expect(execution).toMatchHistorySnapshot();
  await expect(running.finish()).resolves.toEndInState("A");
  expect(execution).toHaveCalledService("dynamodb:putItem", expect.anything(), { times: 2 });
  expect(execution).toHaveWaited("A", "5m");
  expect([execution]).toEqual([expect.toHaveInvoked("A", { id: 1 })]);
  await expect("order.asl.json").toBeValidStateMachine();
  // @ts-expect-error an action names its service
  expect(execution).toHaveCalledService("putItem");
  // @ts-expect-error a state is named by a string
  expect(execution).toEndInState(1);
  // @ts-expect-error `times` is a number
  expect(execution).toHaveRetried("A", { times: "1" });
});
