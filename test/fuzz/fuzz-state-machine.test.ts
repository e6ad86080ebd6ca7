import fc from "fast-check";
import { callsBack, loadStateMachine, mockAws } from "sfn-testkit";
import type { FaultPlan, FuzzOptions } from "sfn-testkit/fuzz";
import { CounterexampleError, fuzzStateMachine, replay } from "sfn-testkit/fuzz";
import { describe, expect, test, vi } from "vitest";
import { booking, bookingMocks, packing, purchase, purchaseMocks } from "./machines.ts";

const chargedOnce: FuzzOptions["invariant"] = (_, { effects }) =>
  expect(effects.filter(({ state }) => state === "Charge").length, "charges").toBeLessThan(2);

async function counterexampleOf(definition: object, options: FuzzOptions): Promise<CounterexampleError> {
  const thrown = await fuzzStateMachine(definition, options).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CounterexampleError);
  return thrown as CounterexampleError;
}

describe("a planted bug", () => {
  test("is found, with one fault and the shortest input", async () => {
    const { counterexample } = await counterexampleOf(purchase, {
      input: fc.record({ orderId: fc.string(), items: fc.array(fc.nat()) }),
      mocks: purchaseMocks,
      invariant: chargedOnce,
      // Another seed may end at another fault that is as small.
      seed: 1,
      numRuns: 1_000,
    });

    expect(counterexample.input).toEqual({ orderId: "", items: [] });
    expect(counterexample.plan.faults).toEqual([
      { state: "Charge", branch: [], visit: 1, attempt: 1, times: 1, fault: { kind: "late", byMs: 10_000 } },
    ]);
  });

  test("is told with its path, its faults, and the mocks that show it", async () => {
    const { message } = await counterexampleOf(purchase, {
      input: {},
      mocks: purchaseMocks,
      invariant: chargedOnce,
      seed: 1,
      numRuns: 1_000,
    });

    expect(message.slice(message.indexOf(":"), message.indexOf("With fast-check again"))).toMatchInlineSnapshot(`
      ":

        charges: expected 2 to be less than 2

      Path: Charge (1 retry) → Ship

      What went wrong with its calls:

        Charge, attempt 1: the call takes effect, but its answer comes 10s late

      Input: {}

        StateMachine  SUCCEEDED after 11s of virtual time

                  0s            2s             4s             6s            8s             10s  11s
        Charge    █████████████████████████████████████████████████████████████████████████✗··1s··▏  1 retry
        Ship                                                                                      ▏

      To see it without fast-check (with after from "sfn-testkit"):

        await runStateMachine(source, {
          input: {},
          mocks: {
            lambda: {
              charge: [after("10s", { receipt: 1 }), { receipt: 1 }],
              ship: { parcel: 2 },
            },
          },
        });

      "
    `);
  });

  test("is not found where the service knows a repeated call", async () => {
    const repaired = structuredClone(purchase) as { States: { Charge: { Retry?: unknown } } };
    delete repaired.States.Charge.Retry;

    await fuzzStateMachine(repaired, { input: {}, mocks: purchaseMocks, invariant: chargedOnce, numRuns: 1_000 });
  });

  test("of a compensation that a timeout skips is found", async () => {
    const { counterexample } = await counterexampleOf(booking, {
      input: {},
      mocks: bookingMocks,
      invariant: (execution) => {
        const booked = execution.visits.some(({ state, status }) => state === "BookFlight" && status === "SUCCEEDED");
        if (booked && execution.status === "FAILED") expect(execution).toHaveVisited("CancelFlight");
      },
    });

    expect(counterexample.plan.faults).toMatchObject([{ state: "BookHotel", times: 1 }]);
    expect(counterexample.execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });
});

test("seed and path lead to the same counterexample at once", async () => {
  const options = { input: fc.record({ orderId: fc.string() }), mocks: purchaseMocks, invariant: chargedOnce, numRuns: 1_000 };
  const { counterexample: first } = await counterexampleOf(purchase, options);
  let runs = 0;
  const again = await counterexampleOf(purchase, {
    ...options,
    seed: first.seed,
    path: first.path as string,
    invariant: (...args) => {
      runs++;
      return (chargedOnce as (...args: unknown[]) => unknown)(...args);
    },
  });

  expect([again.counterexample.input, again.counterexample.plan]).toEqual([first.input, first.plan]);
  expect(runs).toBeLessThan(10);
});

test("a plan that was found is replayed", async () => {
  const { counterexample } = await counterexampleOf(purchase, { mocks: purchaseMocks, invariant: chargedOnce, numRuns: 1_000 });

  const execution = await replay(purchase, counterexample.plan, { mocks: purchaseMocks });

  expect(execution).toHaveRetried("Charge", { times: 1 });
});

describe("fast-check's parameters are its own", () => {
  test("numRuns", async () => {
    let runs = 0;
    await fuzzStateMachine(purchase, { mocks: purchaseMocks, numRuns: 7, invariant: () => void runs++ });
    expect(runs).toBe(7);
  });

  test("examples come first", async () => {
    const inputs: unknown[] = [];
    const none: FaultPlan = { faults: [], interleaving: [] };
    await fuzzStateMachine(purchase, {
      input: fc.record({ n: fc.nat() }),
      mocks: purchaseMocks,
      numRuns: 1,
      examples: [[{ n: -1 }, none]],
      invariant: ({ input }) => void inputs.push(input),
    });
    expect(inputs).toEqual([{ n: -1 }]);
  });

  test("a reporter takes the place of the error", async () => {
    const reporter = vi.fn();
    await fuzzStateMachine(purchase, { mocks: purchaseMocks, invariant: () => false, reporter });
    expect(reporter).toHaveBeenCalledOnce();
    expect(reporter.mock.calls[0]?.[0]).toMatchObject({ failed: true, counterexample: [{}, { faults: [], interleaving: [] }] });
  });

  test("verbose adds what fast-check tells", async () => {
    const { message } = await counterexampleOf(purchase, { mocks: purchaseMocks, invariant: () => false, verbose: 1 });
    expect(message).toContain("Encountered failures were:");
  });

  test("endOnFailure leaves a counterexample as it was found", async () => {
    const { counterexample } = await counterexampleOf(purchase, {
      input: fc.constantFrom({ a: 1 }, { b: 2 }),
      mocks: purchaseMocks,
      invariant: () => false,
      endOnFailure: true,
    });
    expect(counterexample.path).toMatch(/^\d+$/);
  });

  test("a time limit ends the search", async () => {
    const options = { mocks: purchaseMocks, numRuns: 1e9, interruptAfterTimeLimit: 50 };
    await fuzzStateMachine(purchase, options);
    await expect(fuzzStateMachine(purchase, { ...options, markInterruptAsFailure: true })).rejects.toThrow(/interrupted/i);
  });
});

describe("invariants", () => {
  test("may be asynchronous, and several", async () => {
    const second = vi.fn(async () => false);
    const { message } = await counterexampleOf(purchase, { mocks: purchaseMocks, invariant: [async () => undefined, second] });
    expect(message).toContain("answered false");
  });

  test("may be matchers", async () => {
    const { message } = await counterexampleOf(purchase, {
      mocks: purchaseMocks,
      invariant: (execution) => expect(execution).not.toHaveRetried("Charge"),
      numRuns: 1_000,
    });
    expect(message).toContain("Charge");
  });

  test("an assertion in a mock is one, too", async () => {
    const charge = (_: unknown, { attempt }: { attempt: number }) => {
      expect(attempt).toBe(1);
      return { receipt: 1 };
    };
    const { counterexample } = await counterexampleOf(purchase, { mocks: { lambda: { charge, ship: {} } }, numRuns: 1_000 });
    expect(counterexample.plan.faults).toHaveLength(1);
  });
});

describe("an execution that does not end is a counterexample", () => {
  test("when a token is awaited without a limit", async () => {
    const definition = {
      StartAt: "Ask",
      States: { Ask: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", End: true } },
    };
    const { message, counterexample } = await counterexampleOf(definition, {
      mocks: { sqs: { sendMessage: callsBack({ approved: true }) } },
      faults: { errors: { Ask: ["States.Timeout"] }, latency: false },
    });
    expect(message).toContain("The execution waits for what nobody will do");
    expect(counterexample.plan.faults).toMatchObject([{ state: "Ask", fault: { kind: "neverCallsBack" } }]);
  });

  test("when it goes round for ever", async () => {
    const definition = {
      StartAt: "Ask",
      States: {
        Ask: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "ask" }, Next: "Done?" },
        "Done?": { Type: "Choice", Choices: [{ Variable: "$.Payload.done", BooleanEquals: true, Next: "Done" }], Default: "Ask" },
        Done: { Type: "Succeed" },
      },
    };
    const { message } = await counterexampleOf(definition, { mocks: { lambda: { ask: { done: false } } }, limits: { transitions: 50 } });
    expect(message).toContain("more than 50 state transitions");
  });
});

describe("a test that is wrong is told at once, and no counterexample", () => {
  test.each<readonly [string, object, FuzzOptions, object]>([
    ["a missing mock", purchase, { mocks: { lambda: { charge: {} } } }, { code: "MISSING_MOCK" }],
    ["an invalid definition", { StartAt: "A" }, {}, { name: "InvalidDefinitionError" }],
    ["an unknown option", purchase, { invariants: [] } as FuzzOptions, { code: "UNKNOWN_OPTION" }],
    ["an option of a run that cannot be", purchase, { type: "SLOW" } as unknown as FuzzOptions, { code: "INVALID_OPTION" }],
    ["errors of a state that is none", purchase, { faults: { errors: { Chrage: [] } } }, { code: "UNKNOWN_STATE" }],
    ["a latency that is none", purchase, { faults: { latency: { max: "soon" } } }, { code: "INVALID_DURATION" }],
    ["a mock of a state that is none", purchase, { mocks: { states: { Chrage: {} } } }, { code: "UNKNOWN_STATE" }],
    ["a world for all runs", purchase, { aws: mockAws() } as unknown as FuzzOptions, { code: "INVALID_OPTION" }],
    ["mocks beside a world", purchase, { mocks: {}, aws: () => mockAws() }, { code: "OPTION_OF_THE_WORLD" }],
    ["duplicates of a Standard execution", purchase, { faults: { duplicates: true } }, { code: "INVALID_OPTION" }],
  ])("%s", async (_, definition, options, error) => {
    await expect(fuzzStateMachine(definition, options)).rejects.toMatchObject(error);
  });

  test("and no more runs are made", async () => {
    let worlds = 0;
    const options = { aws: () => mockAws({ lambda: { charge: () => ++worlds } }), numRuns: 1_000 };
    await expect(fuzzStateMachine(purchase, options)).rejects.toMatchObject({ code: "MISSING_MOCK" });
    expect(worlds).toBeLessThan(50);
  });
});

describe("faults", () => {
  test("are those that the options name, and no others", async () => {
    const errors = new Set<string | undefined>();
    await fuzzStateMachine(purchase, {
      mocks: purchaseMocks,
      faults: { errors: { Charge: ["CardDeclined"], Ship: [] }, latency: false },
      invariant: ({ visits }) => {
        for (const { attempts } of visits) for (const { error } of attempts) errors.add(error);
      },
      numRuns: 300,
    });
    expect([...errors].sort()).toEqual(["CardDeclined", "Refused", undefined]);
  });

  test("reach every error that a Task names, its service's own, its timeout, and one that nothing names", async () => {
    const errors = new Set<string | undefined>();
    await fuzzStateMachine(purchase, {
      mocks: purchaseMocks,
      invariant: ({ visits }) => {
        for (const { attempts } of visits.filter(({ state }) => state === "Charge")) for (const { error } of attempts) errors.add(error);
      },
      numRuns: 1_000,
    });
    expect([...errors].filter((error) => error !== undefined).sort()).toEqual([
      "CardDeclined",
      "Lambda.SdkClientException",
      "Lambda.ServiceException",
      "Lambda.TooManyRequestsException",
      "Lambda.Unknown",
      "States.Timeout",
      "UnforeseenError",
    ]);
  });

  test("hit branches and iterations by themselves, and use retriers up", { timeout: 30_000 }, async () => {
    const failed = new Set<string>();
    await fuzzStateMachine(packing, {
      input: { items: [1, 2, 3] },
      mocks: { lambda: { pick: {}, wrap: {}, label: {}, unpack: {} }, dynamodb: { putItem: {} } },
      invariant: ({ visits }) => {
        for (const { state, branch, status } of visits)
          if (status === "FAILED") failed.add(`${branch.map(({ index }) => index).join()} ${state}`);
      },
      numRuns: 800,
    });
    for (const index of [0, 1, 2]) expect([...failed]).toEqual(expect.arrayContaining([`0,${index} Pick`, `0,${index} Wrap`]));
    expect([...failed]).toEqual(expect.arrayContaining(["1 Label", " Unpack"]));
  });
});

describe("what is due at the same instant", () => {
  const asked: string[] = [];
  const note = (name: string) => () => asked.push(name);
  const branch = (name: string) => ({
    StartAt: name,
    States: { [name]: { Type: "Task", Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`, End: true } },
  });
  const race = { StartAt: "Race", States: { Race: { Type: "Parallel", Branches: [branch("a"), branch("b"), branch("c")], End: true } } };
  const options = {
    input: {},
    mocks: () => {
      asked.length = 0;
      return { lambda: { a: note("a"), b: note("b"), c: note("c") } };
    },
    faults: { errors: { a: [], b: [], c: [] }, latency: false as const },
  };

  test("runs in every order", async () => {
    const orders = new Set<string>();
    await fuzzStateMachine(race, { ...options, invariant: () => void orders.add(asked.join("")), numRuns: 300 });
    expect([...orders].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
  });

  test("runs in its usual order when that is asked for", async () => {
    const faults = { ...options.faults, interleaving: false };
    await fuzzStateMachine(race, { ...options, faults, invariant: () => asked.join("") === "abc" });
  });

  test("runs in the same order again by the execution's replay", async () => {
    const machine = await loadStateMachine(race);
    const first = await replay(machine, { faults: [], interleaving: [2, 1] }, { mocks: options.mocks });
    const order = asked.join("");
    expect(order).toBe("cba");
    expect(first.replay.interleaving).toEqual([2, 1]);
  });
});

describe("an Express execution that is delivered twice", () => {
  const counted = (calls: unknown[]) => ({ lambda: { charge: (input: unknown) => calls.push(input), ship: {} } });

  test("makes its calls twice", async () => {
    const { counterexample } = await counterexampleOf(purchase, {
      type: "EXPRESS",
      mocks: () => counted([]),
      faults: { duplicates: true, errors: { Charge: [], Ship: [] }, latency: false },
      invariant: chargedOnce,
    });
    expect(counterexample.plan).toEqual({ faults: [], interleaving: [], duplicate: { afterSeconds: 0 } });
  });
});
