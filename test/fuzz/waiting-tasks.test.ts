import { callsBack, fails, job } from "sfn-testkit";
import { CounterexampleError, fuzzStateMachine, invariants, replay } from "sfn-testkit/fuzz";
import { expect, test } from "vitest";

const approval = {
  StartAt: "Approve",
  States: {
    Approve: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/approvals", "MessageBody.$": "$$.Task.Token" },
      TimeoutSeconds: 3600,
      Catch: [{ ErrorEquals: ["Rejected", "States.Timeout"], Next: "Report" }],
      Next: "Report",
    },
    Report: {
      Type: "Task",
      Resource: "arn:aws:states:::glue:startJobRun.sync",
      Parameters: { JobName: "report" },
      TimeoutSeconds: 600,
      Retry: [{ ErrorEquals: ["States.TaskFailed", "States.Timeout"], MaxAttempts: 1 }],
      End: true,
    },
  },
};
const mocks = {
  sqs: { sendMessage: callsBack({ approved: true }, { after: "20m" }) },
  glue: { startJobRun: job({ duration: "5m", result: { JobRunState: "SUCCEEDED" } }) },
};

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
    "Report Glue.AmazonGlueException",
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
