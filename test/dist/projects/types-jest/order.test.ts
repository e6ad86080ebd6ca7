import { fails, runStateMachine } from "sfn-testkit";

test("matchers have their types by the tsconfig alone", async () => {
  const execution = await runStateMachine("order.asl.json", { mocks: { lambda: { A: fails("Flaky"), B: jest.fn() } } });

  expect(execution).toHaveRetried("A", { times: 1, delays: ["2s", 4] });
  expect(execution).not.toHaveFailed({ error: "Flaky" });
  await expect(runStateMachine("order.asl.json")).resolves.toEndInState("A");
  expect(execution).toHaveCalledService("dynamodb:putItem", expect.anything(), { times: 2 });
  expect(execution).toHaveWaited("A", "5m");
  expect([execution]).toEqual([expect.toHaveInvoked("A", { id: 1 })]);
  await expect("order.asl.json").toBeValidStateMachine();
  // @ts-expect-error an action names its service
  expect(execution).toHaveCalledService("putItem");
  // @ts-expect-error a state is named by a string
  expect(execution).toEndInState(1);
});
