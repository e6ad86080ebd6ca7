import fc from "fast-check";
import type { Execution } from "sfn-testkit";
import { loadStateMachine } from "sfn-testkit";
import { CounterexampleError, faultPlan, fuzzStateMachine, invariants } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";

const reserve = (Retry: readonly object[]): object => ({
  StartAt: "Reserve",
  States: {
    Reserve: {
      Type: "Task",
      Resource: "arn:aws:states:::dynamodb:updateItem",
      Parameters: { TableName: "rooms", Key: { room: { S: "r-1" } } },
      Retry,
      End: true,
    },
  },
});

async function counterexampleOf(...search: Parameters<typeof fuzzStateMachine>): Promise<CounterexampleError> {
  const thrown = await fuzzStateMachine(...search).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CounterexampleError);
  return thrown as CounterexampleError;
}

test("a call that its service refuses has no effect", async () => {
  const refusals = ["DynamoDB.ConditionalCheckFailedException", "DynamoDB.ThrottlingException"];
  const machine = await loadStateMachine(reserve([{ ErrorEquals: [...refusals, "DynamoDB.InternalServerError"], MaxAttempts: 2 }]));
  const plans = fc.sample(faultPlan(machine), { numRuns: 500, seed: 1 });

  const failures = plans.flatMap(({ faults }) => faults.flatMap(({ fault }) => (fault.kind === "fails" ? [fault] : [])));
  const withEffect = new Set(failures.filter(({ effect }) => effect).map(({ error }) => error));

  expect(failures.map(({ error }) => error)).toEqual(expect.arrayContaining(refusals));
  expect(withEffect).toContain("DynamoDB.InternalServerError");
  for (const refusal of refusals) expect(withEffect).not.toContain(refusal);
});

test("it takes one fault to use a retrier up, however often it tries", async () => {
  const { counterexample } = await counterexampleOf(reserve([{ ErrorEquals: ["States.ALL"], MaxAttempts: 20 }]), {
    input: {},
    mocks: { dynamodb: { updateItem: {} } },
    invariant: invariants.unhandledErrorsOnly(),
  });

  expect(counterexample.plan.faults).toMatchObject([{ state: "Reserve", attempt: 1, times: 21 }]);
});

describe("a counterexample has no fault that only leads to another attempt", () => {
  const call = (name: string, more: object): object => ({
    Type: "Task",
    Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    ...more,
  });
  const mocks = { otherwise: {} };

  test.each([21, 45, 56])("where a repeated call is looked for (seed %i)", async (seed) => {
    const Retry = [{ ErrorEquals: ["States.TaskFailed"], MaxAttempts: 3 }];
    const copy = { StartAt: "Read", States: { Read: call("read", { Retry, Next: "Write" }), Write: call("write", { Retry, End: true }) } };

    const invariant = invariants.calledAtMostOnce("Write");
    const { counterexample } = await counterexampleOf(copy, { input: {}, mocks, invariant, numRuns: 1_000, seed });

    expect(counterexample.plan.faults).toMatchObject([{ state: "Write", attempt: 1, times: 1, fault: { effect: true } }]);
  });

  test.each([3, 19, 43])("where used up retries are looked for (seed %i)", async (seed) => {
    const Retry = [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }];
    const read = { StartAt: "Read", States: { Read: call("read", { Retry, End: true }) } };

    const invariant = ({ error }: Execution): boolean => error !== "Busy";
    const { counterexample } = await counterexampleOf(read, { input: {}, mocks, invariant, numRuns: 1_000, seed });

    expect(counterexample.plan.faults).toMatchObject([{ attempt: 1, times: 2, fault: { error: "Busy" } }]);
  });
});

test("a counterexample tells what failed inside a Parallel and was tried again", async () => {
  const room = reserve([{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }]);
  const { message } = await counterexampleOf(
    { StartAt: "Rooms", States: { Rooms: { Type: "Parallel", Branches: [room], End: true } } },
    { input: {}, mocks: { dynamodb: { updateItem: {} } }, invariant: invariants.calledAtMostOnce("Reserve") },
  );

  expect(message).toContain("Path: Rooms [Reserve (1 retry)]\n");
});
