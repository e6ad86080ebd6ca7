import { fails } from "sfn-testkit";
import { type CounterexampleError, fuzzStateMachine, invariants, replay } from "sfn-testkit/fuzz";
import { expect, test } from "vitest";
import { approval, approvalMocks as mocks } from "./machines.ts";

test("tasks that wait for a token or a job meet faults like any others", async () => {
  const errors = new Set<string | undefined>();

  await fuzzStateMachine(approval, {
    input: {},
    mocks,
    invariant: [
      invariants.alwaysEnds(),
      ({ visits }) => {
        for (const { state, attempts } of visits) for (const { error } of attempts) errors.add(`${state} ${error}`);
      },
    ],
    numRuns: 500,
  });

  expect([...errors].sort()).toEqual([
    "Approve Rejected",
    "Approve SQS.AmazonSQSException",
    "Approve SQS.SdkClientException",
    "Approve SQS.UnforeseenException",
    "Approve States.Timeout",
    "Approve undefined",
    "Report Glue.AWSGlueException",
    "Report Glue.SdkClientException",
    "Report Glue.UnforeseenException",
    "Report States.TaskFailed",
    "Report States.Timeout",
    "Report undefined",
  ]);
});

test("a job that is late runs longer, one that hangs never ends", async () => {
  const at = (fault: Parameters<typeof replay>[1]["faults"][number]["fault"]) => ({
    faults: [{ state: "Report", branch: [], visit: 1, attempt: 1, times: 1, fault }],
    interleaving: [],
  });

  const late = await replay(approval, at({ kind: "late", byMs: 60_000 }), { mocks });
  const hanging = await replay(approval, at({ kind: "hangs" }), { mocks });

  expect(late.durationSeconds).toBe(1_200 + 360);
  expect(hanging).toHaveRetried("Report", { times: 1 });
});

test("a mock that is no function is printed with what it answers", async () => {
  const thrown = await fuzzStateMachine(approval, {
    mocks: { ...mocks, sqs: { sendMessage: fails("SQS.SdkClientException") } },
    invariant: ({ status }) => status === "SUCCEEDED",
    numRuns: 1,
  }).catch((error: unknown) => error);

  expect((thrown as CounterexampleError).counterexample.mocks).toContain('sendMessage: fails("SQS.SdkClientException")');
});

test("an error that no service has comes from whoever has the token", async () => {
  const thrown = await fuzzStateMachine(approval, {
    mocks,
    faults: { errors: { Approve: ["Rejected"], Report: [] }, latency: false },
    invariant: ({ visits }) => visits[0]?.caught?.error !== "Rejected",
  }).catch((error: unknown) => error);

  const { counterexample } = thrown as CounterexampleError;
  expect(counterexample.mocks).toContain('sendMessage: failsBack("Rejected", "an injected fault")');
  expect(counterexample.execution?.history.map(({ type }) => type)).toContain("TaskSubmitted");
});
