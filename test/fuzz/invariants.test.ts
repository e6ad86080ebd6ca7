import type { Mocks } from "sfn-testkit";
import { fails, hangs } from "sfn-testkit";
import type { FaultOptions, Invariant } from "sfn-testkit/fuzz";
import { fuzzStateMachine, invariants } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";
import { booking, bookingMocks, purchase, purchaseMocks } from "./machines.ts";

const none: FaultOptions = { errors: { Charge: [], Ship: [] }, latency: false, hangs: false };
const asked = {
  StartAt: "Ask",
  States: { Ask: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:ask", End: true } },
};

interface Case {
  readonly definition: object;
  readonly mocks: Mocks;
  readonly faults?: FaultOptions;
  readonly input?: unknown;
  readonly type?: "EXPRESS";
}

async function check(invariant: Invariant, { definition, ...options }: Case): Promise<string | undefined> {
  try {
    await fuzzStateMachine(definition, { input: {}, ...options, invariant, numRuns: 400 });
    return undefined;
  } catch (thrown) {
    const { name, cause, message } = thrown as Error;
    return name === "CounterexampleError" ? (cause as Error).message : message;
  }
}

describe("alwaysEnds", () => {
  const definition = { ...purchase, TimeoutSeconds: 15 };

  test("passes an execution that fails by itself", async () => {
    expect(
      await check(invariants.alwaysEnds(), { definition, mocks: purchaseMocks, faults: { latency: false, hangs: false } }),
    ).toBeUndefined();
  });

  test("fails one whose time is up", async () => {
    expect(await check(invariants.alwaysEnds(), { definition, mocks: purchaseMocks })).toBe(
      "The execution was ended from outside: TIMED_OUT after 15s.",
    );
  });
});

describe("neverRuntimeError", () => {
  const definition = { StartAt: "Read", States: { Read: { Type: "Pass", InputPath: "$.order", End: true } } };

  test("passes an execution that fails otherwise", async () => {
    expect(await check(invariants.neverRuntimeError(), { definition: purchase, mocks: purchaseMocks })).toBeUndefined();
  });

  test("fails where a path finds nothing", async () => {
    const found = await check(invariants.neverRuntimeError(), { definition, mocks: {} });
    expect(found).toMatch(/States\.Runtime: An error occurred while executing the state 'Read'/);
  });
});

describe("unhandledErrorsOnly", () => {
  test("passes Fail states and the errors it names", async () => {
    const faults = { errors: { Charge: ["CardDeclined"], Ship: ["OutOfStock"] }, latency: false } as const;
    expect(
      await check(invariants.unhandledErrorsOnly("OutOfStock"), { definition: purchase, mocks: purchaseMocks, faults }),
    ).toBeUndefined();
  });

  test("fails any other", async () => {
    const faults = { errors: { Charge: [], Ship: ["OutOfStock"] }, latency: false } as const;
    const found = await check(invariants.unhandledErrorsOnly(), { definition: purchase, mocks: purchaseMocks, faults });
    expect(found).toBe('Nothing handled OutOfStock of "Ship".');
  });
});

describe("compensated", () => {
  const undone = invariants.compensated({ BookFlight: "CancelFlight" });

  test("passes when what was done is undone, and only then", async () => {
    const faults = { errors: { BookHotel: ["NoRoom"] }, latency: false, hangs: false } as const;
    expect(await check(undone, { definition: booking, mocks: bookingMocks, faults })).toBeUndefined();
  });

  test("fails when a step stays done", async () => {
    expect(await check(undone, { definition: booking, mocks: bookingMocks })).toBe(
      '"BookFlight" was completed 1 time, but "CancelFlight" was entered 0 times.',
    );
  });

  test("can be told which executions go wrong", async () => {
    const never = invariants.compensated({ BookFlight: "CancelFlight" }, { when: () => false });
    const found = await check(never, { definition: booking, mocks: bookingMocks });
    expect(found).toBe('Nothing went wrong, but "CancelFlight" was entered 1 time.');
  });
});

describe("noCallAfterFailure", () => {
  test("passes where a failure ends it all", async () => {
    expect(await check(invariants.noCallAfterFailure("Charge", "Ship"), { definition: purchase, mocks: purchaseMocks })).toBeUndefined();
  });

  test("fails where another state goes on", async () => {
    const invariant = invariants.noCallAfterFailure("BookHotel", "CancelFlight");
    expect(await check(invariant, { definition: booking, mocks: bookingMocks })).toBe(
      '"CancelFlight" was called although "BookHotel" had failed.',
    );
  });
});

describe("calledAtMostOnce", () => {
  test("passes a call that is tried again because it was not made", async () => {
    const faults: FaultOptions = { ...none, hangs: true, errors: { Charge: ["States.Timeout"], Ship: [] } };
    expect(await check(invariants.calledAtMostOnce("Charge"), { definition: purchase, mocks: purchaseMocks, faults })).toBeUndefined();
  });

  test("fails one whose answer came too late", async () => {
    expect(await check(invariants.calledAtMostOnce("Charge"), { definition: purchase, mocks: purchaseMocks })).toBe(
      '"Charge" called lambda:invoke a second time (attempt 2).',
    );
  });
});

describe("idempotentUnderDuplicates", () => {
  const charging = (payload: object): object => ({
    StartAt: "Charge",
    States: {
      Charge: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "charge", Payload: payload },
        End: true,
      },
    },
  });
  const twice = { mocks: { lambda: { charge: {} } }, type: "EXPRESS", faults: { duplicates: true } } as const;

  test("passes calls that carry the same key", async () => {
    const definition = charging({ "key.$": "$$.Execution.Name" });
    expect(await check(invariants.idempotentUnderDuplicates("Charge"), { definition, ...twice })).toBeUndefined();
  });

  test("fails calls that are made up anew", async () => {
    const definition = charging({ "at.$": "$$.State.EnteredTime" });
    expect(await check(invariants.idempotentUnderDuplicates("Charge"), { definition, ...twice })).toMatch(
      /^"Charge" was called twice, which nobody can know/,
    );
  });

  test("goes by the key it is given", async () => {
    const definition = charging({ "at.$": "$$.State.EnteredTime", key: 7 });
    const key = (input: unknown): unknown => (input as { Payload: { key: number } }).Payload.key;
    expect(await check(invariants.idempotentUnderDuplicates(["Charge"], key), { definition, ...twice })).toBeUndefined();
  });
});

describe("limits", () => {
  const limits: readonly (readonly [string, (most: number) => Invariant, number, string])[] = [
    ["endsWithin", invariants.endsWithin, 11, "The execution took 11s; 10s is the most."],
    ["transitionsAtMost", invariants.transitionsAtMost, 3, "There were 3 state transitions; 2 are the most."],
    ["eventsAtMost", invariants.eventsAtMost, 15, "There were 15 events; 14 are the most."],
    ["payloadAtMost", invariants.payloadAtMost, 46, 'There were 46 bytes of output of "Ship"; 45 are the most.'],
  ];
  const faults: FaultOptions = { ...none, hangs: true, errors: { Charge: ["States.Timeout"], Ship: [] } };
  const mocks = { lambda: { charge: [hangs(), { receipt: 1 }, { receipt: 1 }], ship: { parcel: 2 } } };

  test.each(limits)("%s passes what is within", async (_, invariant, most) => {
    expect(await check(invariant(most), { definition: purchase, mocks, faults: none })).toBeUndefined();
  });

  test.each(limits)("%s fails what is beyond", async (_, invariant, most, message) => {
    expect(await check(invariant(most - 1), { definition: purchase, mocks, faults: none })).toBe(message);
  });

  test("a limit of nothing lets nothing through", async () => {
    expect(await check(invariants.endsWithin(0), { definition: purchase, mocks: purchaseMocks, faults })).toMatch(/0ms is the most/);
  });
});

test.each<readonly [string, Invariant]>([
  ["compensated", invariants.compensated({ Ask: "Aks" })],
  ["noCallAfterFailure", invariants.noCallAfterFailure("Aks")],
  ["calledAtMostOnce", invariants.calledAtMostOnce("Aks")],
  ["idempotentUnderDuplicates", invariants.idempotentUnderDuplicates("Aks")],
])("%s with a name that the machine has not is misuse", async (_, invariant) => {
  expect(await check(invariant, { definition: asked, mocks: { lambda: { ask: fails("Down") } } })).toMatch(
    /names "Aks", but the machine has no such state\.\n\nDid you mean "Ask"\?/,
  );
});
