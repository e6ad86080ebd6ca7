import { callsBack, fails, heartbeats } from "sfn-testkit";
import {
  type Counterexample,
  CounterexampleError,
  type Fault,
  type FaultOptions,
  type FuzzOptions,
  fuzzStateMachine,
  type Invariant,
  invariants,
  replay,
} from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";
import { approval, approvalMocks as mocks, working, workingMocks } from "./machines.ts";

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

/** Somebody with a token who sends heartbeats while at work; nothing else goes wrong than what a test lets. */
const reviewed = {
  StartAt: "Review",
  States: {
    Review: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/reviews", "MessageBody.$": "$$.Task.Token" },
      HeartbeatSeconds: 60,
      TimeoutSeconds: 900,
      Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], MaxAttempts: 1 }],
      End: true,
    },
  },
};
const reviewing = { sqs: { sendMessage: heartbeats("30s", callsBack({ ok: true }, { after: "5m" })) } };
const hasNoError: Invariant = ({ visits }) => visits[0]?.attempts[0]?.error === undefined;
const noErrors = { Review: ["States.Timeout"] };

async function counterexampleOf(options: FuzzOptions): Promise<Counterexample> {
  const thrown = await fuzzStateMachine(reviewed, { mocks: reviewing, numRuns: 500, ...options }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CounterexampleError);
  return (thrown as CounterexampleError).counterexample;
}

describe("of a callback, the fuzzer finds", () => {
  test.each<[what: string, fault: Fault, printed: string, faults: FaultOptions, invariant: Invariant]>([
    [
      "one that comes after the timeout",
      { kind: "callsBackLate", byMs: 901_000 },
      'heartbeats("30s", callsBack({ ok: true }, { after: "20m1s" }))',
      { hangs: false },
      ({ durationSeconds }) => durationSeconds < 900,
    ],
    ["one that never comes", { kind: "neverCallsBack" }, "sendMessage: [hangs(), ", { latency: false }, hasNoError],
    [
      "heartbeats that are lost",
      { kind: "losesHeartbeats", forMs: 60_000 },
      'heartbeats("1m", callsBack({ ok: true }, { after: "5m" }))',
      { latency: false, hangs: false },
      hasNoError,
    ],
  ])("%s, as a single fault, with mocks that do the same", async (_, fault, printed, faults, invariant) => {
    const { plan, mocks, execution } = await counterexampleOf({
      faults: { errors: noErrors, ...faults },
      invariant,
    });

    expect(plan.faults).toEqual([{ state: "Review", branch: [], visit: 1, attempt: 1, times: 1, fault }]);
    expect(mocks).toContain(printed);
    expect(execution?.history.slice(2, 6).map(({ type }) => type)).toEqual([
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskTimedOut",
    ]);
  });

  test("a second one, which is refused as AWS refuses it", async () => {
    const { plan, mocks } = await counterexampleOf({ invariant: (_, { refusals }) => refusals.length === 0 });

    expect(plan.faults).toMatchObject([{ state: "Review", fault: { kind: "callsBackTwice" } }]);
    expect(mocks).toContain('sendMessage: heartbeats("30s", callsBack({ ok: true }, { after: "5m" }))');
  });
});

test("who calls back a second time is told that the task is over, and the execution does not care", async () => {
  const twice = { state: "Review", branch: [], visit: 1, attempt: 1, times: 2, fault: { kind: "callsBackTwice" } } as const;
  const lost = { ...twice, times: 1, fault: { kind: "losesHeartbeats", forMs: 60_000 } } as const;
  const told: unknown[] = [];

  for (const before of [[], [lost]]) {
    const once = await replay(reviewed, { faults: before, interleaving: [] }, { mocks: reviewing });
    const doubled = await replay(
      reviewed,
      { faults: [...before, { ...twice, attempt: 1 + before.length }], interleaving: [] },
      { mocks: reviewing },
    );
    expect(JSON.stringify(doubled)).toBe(JSON.stringify(once));
  }
  await fuzzStateMachine(reviewed, {
    mocks: reviewing,
    examples: [[{}, { faults: [twice], interleaving: [] }]],
    numRuns: 1,
    invariant: (_, { refusals }) => void told.push(...refusals),
  });

  const message = "Task Timed Out: 'Provided task does not exist anymore'";
  expect(told).toEqual([{ state: "Review", branch: [], attempt: 1, code: "TaskTimedOut", message }]);
});

test("workers of an activity fail, are late, hang, fall silent, and answer twice", async () => {
  const seen = new Set<string>();

  await fuzzStateMachine(working, {
    input: { parts: [1, 2] },
    mocks: workingMocks,
    invariant: [
      invariants.alwaysEnds(),
      ({ history }, { plan, refusals }) => {
        for (const { state, fault } of plan.faults) if (state === "Build") seen.add(fault.kind);
        for (const { type } of history) if (type.startsWith("Activity")) seen.add(type);
        for (const { state, code } of refusals) seen.add(`${state} ${code}`);
      },
    ],
    numRuns: 400,
  });

  expect([...seen].sort()).toEqual([
    "ActivityFailed",
    "ActivityScheduled",
    "ActivityStarted",
    "ActivitySucceeded",
    "ActivityTimedOut",
    "Build TaskTimedOut",
    "Inspect TaskTimedOut",
    "Sign TaskTimedOut",
    "callsBackTwice",
    "fails",
    "hangs",
    "late",
    "losesHeartbeats",
  ]);
});

test("what befalls callbacks is told in words", async () => {
  const thrown = await fuzzStateMachine(reviewed, {
    mocks: reviewing,
    examples: [
      [
        {},
        {
          faults: FAULTS.map((fault, index) => ({ state: "Review", branch: [], visit: 1, attempt: index + 1, times: 1, fault })),
          interleaving: [],
        },
      ],
    ],
    endOnFailure: true,
    invariant: () => false,
  }).catch((error: unknown) => error);

  expect((thrown as Error).message).toContain(`What went wrong with its calls:

  Review, attempt 1: called back 1h late
  Review, attempt 2: nobody calls back
  Review, attempt 3: called back twice, of which the second time is refused
  Review, attempt 4: no heartbeat arrives for 1m`);
});

const FAULTS: readonly Fault[] = [
  { kind: "callsBackLate", byMs: 3_600_000 },
  { kind: "neverCallsBack" },
  { kind: "callsBackTwice" },
  { kind: "losesHeartbeats", forMs: 60_000 },
];
