import type { MockContext } from "sfn-testkit";
import { fails, hangs, mockAws, returns, runStateMachine } from "sfn-testkit";
import { describe, expect, test, vi } from "vitest";
import { machine, service, task } from "../running/machines.ts";
import { charged, charging, chargingThrice, later } from "./asking.ts";

describe("a plain value is the answer", () => {
  test.each([
    ["an object", { a: [1] }],
    ["text", "ok"],
    ["zero", 0],
    ["false", false],
    ["null", null],
    ["the empty text", ""],
  ])("%s", async (_what, value) => {
    expect((await charged(value)).output).toEqual(value);
  });

  test("an array is a sequence, and the answer itself only in returns()", async () => {
    expect((await charged([1, 2])).output).toBe(1);
    expect((await charged(returns([1, 2]))).output).toEqual([1, 2]);
  });

  test("members that are undefined are left out, and toJSON is asked", async () => {
    expect((await charged({ a: undefined, at: new Date(0) })).output).toEqual({ at: "1970-01-01T00:00:00.000Z" });
  });

  test.each([
    ["a function inside", { a: [() => 1] }, "a function at $.a[0]"],
    ["NaN", { a: Number.NaN }, "NaN at $.a"],
    ["a bigint", { a: 1n }, "a bigint at $.a"],
    ["a symbol", { a: Symbol("s") }, "a symbol at $.a"],
  ])("%s is no JSON, and a usage error with its path", async (_what, value, found) => {
    await expect(charged(value)).rejects.toMatchObject({
      name: "UsageError",
      code: "NOT_JSON",
      state: "Charge",
      message: expect.stringContaining(`The mock lambda.charge answered what is not JSON: ${found}.`),
    });
  });

  test("a cycle is no JSON", async () => {
    const cycle: { self?: object } = {};
    cycle.self = cycle;

    await expect(charged(cycle)).rejects.toMatchObject({ code: "NOT_JSON" });
  });
});

describe("a function answers", () => {
  test("with its value, at once or in time", async () => {
    expect((await charged((order: object) => ({ ...order, ok: true }), { input: { id: 1 } })).output).toEqual({ id: 1, ok: true });
    expect((await charged(async () => "in time")).output).toBe("in time");
  });

  test("as a mock function of the runner", async () => {
    const charge = vi.fn(() => ({ ok: true }));

    const execution = await charged(charge, { input: { id: 1 } });

    expect(execution.output).toEqual({ ok: true });
    expect(charge).toHaveBeenCalledExactlyOnceWith({ id: 1 }, expect.objectContaining({ state: "Charge" }));
  });

  test("with a reply", async () => {
    expect(await charged(() => fails("E", "c"))).toMatchObject({ status: "FAILED", error: "E", cause: "c" });
    expect(await charged(async () => later(5, { ok: 1 }))).toMatchObject({ output: { ok: 1 }, durationSeconds: 5 });
  });

  test("with an array, which is a value here", async () => {
    expect((await charged(() => [1, 2])).output).toEqual([1, 2]);
  });

  test("with nothing: null from a function, an empty answer from a service", async () => {
    const { output } = await runStateMachine(machine({ S: service("sqs:sendMessage") }), {
      mocks: { sqs: { sendMessage: () => undefined } },
    });

    expect((await charged(() => undefined)).output).toBeNull();
    expect(output).toEqual({});
  });

  test("with what has a then", async () => {
    // biome-ignore lint/suspicious/noThenProperty: the promise of another library
    expect((await charged(() => ({ then: (resolve: (value: string) => void) => resolve("thenable") }))).output).toBe("thenable");
  });

  test("on a copy of its own, which it may change", async () => {
    const execution = await charged(
      (order: { items: number[] }) => {
        order.items.push(3);
        return order;
      },
      { input: { items: [1, 2] } },
    );

    expect(execution.output).toEqual({ items: [1, 2, 3] });
    expect(execution.calls[0]?.input).toEqual({ items: [1, 2] });
    expect(execution.history[2]?.lambdaFunctionScheduledEventDetails?.input).toBe('{"items":[1,2]}');
  });

  test("with a result that it may change afterwards", async () => {
    const kept = { count: 0 };
    const { output } = await runStateMachine(chargingThrice, {
      mocks: {
        lambda: {
          charge: () => {
            kept.count++;
            return kept;
          },
        },
      },
    });

    expect(output).toEqual({ one: { count: 1 }, two: { count: 2 }, three: { count: 3 } });
  });
});

describe("a sequence answers call by call", () => {
  test("and its last entry all further calls", async () => {
    const { output } = await runStateMachine(chargingThrice, { mocks: { lambda: { charge: ["a", () => "b"] } } });

    expect(output).toEqual({ one: "a", two: "b", three: "b" });
  });

  test("counted per mock, not per state", async () => {
    const both = machine({ A: task("charge", { Next: "B", ResultPath: "$.a" }), B: task("refund", { ResultPath: "$.b" }) });
    const { output } = await runStateMachine(both, { mocks: { lambda: { charge: [1, 2], refund: [1, 2] } } });

    expect(output).toEqual({ a: 1, b: 1 });
  });

  test("counted over all executions of a world, until it is reset", async () => {
    const aws = mockAws({ lambda: { charge: ["first", "second"] } });
    const outputs = [await runStateMachine(charging, { aws }), await runStateMachine(charging, { aws })].map(({ output }) => output);
    aws.reset();

    expect(outputs).toEqual(["first", "second"]);
    expect((await runStateMachine(charging, { aws })).output).toBe("first");
  });

  test("retries are calls as well", async () => {
    const retried = machine({ Charge: task("charge", { Retry: [{ ErrorEquals: ["E"] }] }) });
    const { output } = await runStateMachine(retried, { mocks: { lambda: { charge: [fails("E"), fails("E"), "third"] } } });

    expect(output).toBe("third");
  });

  test("an empty one is refused, and told what to write", async () => {
    await expect(charged([])).rejects.toMatchObject({
      name: "UsageError",
      code: "EMPTY_SEQUENCE",
      message:
        "The mock lambda.charge is an empty array. An array is a sequence of answers, one for each call.\n\nTo answer with an empty array, write `returns([])`.",
    });
    expect((await charged(returns([]))).output).toEqual([]);
  });
});

describe("replies", () => {
  test("returns() is never interpreted", async () => {
    expect((await charged(returns(["a", "b"]))).output).toEqual(["a", "b"]);
  });

  test("fails() gives exactly these strings", async () => {
    expect(await charged(fails("Custom.Error", '{"any": "text"}'))).toMatchObject({ error: "Custom.Error", cause: '{"any": "text"}' });
    expect(await charged(fails("E"))).toMatchObject({ error: "E", cause: undefined });
  });

  test("after() takes virtual time, adds up, and works for failures", async () => {
    expect(await charged(later(90, later(30, "ok")))).toMatchObject({ output: "ok", durationSeconds: 120 });
    expect(await charged(later(90, fails("E")))).toMatchObject({ error: "E", durationSeconds: 90 });
    expect(await charged(later(5, () => "asked"))).toMatchObject({ output: "asked", durationSeconds: 5 });
  });

  test("hangs() ends with the task's timeout", async () => {
    const { error, durationSeconds } = await runStateMachine(machine({ Charge: task("charge", { TimeoutSeconds: 60 }) }), {
      mocks: { lambda: { charge: hangs() } },
    });

    expect({ error, durationSeconds }).toEqual({ error: "States.Timeout", durationSeconds: 60 });
  });

  test("a call that hangs has no reply", async () => {
    const { calls } = await runStateMachine(machine({ Charge: task("charge", { TimeoutSeconds: 60 }) }), {
      mocks: { lambda: { charge: hangs() } },
    });

    expect(calls).toMatchObject([{ state: "Charge", reply: undefined }]);
  });
});

describe("a handler that throws", () => {
  class CardExpired extends Error {
    override readonly name = "CardExpired";
  }
  const throwing = (thrown: unknown) => () => {
    throw thrown;
  };

  test("fails the task as Lambda reports it, with a trace of one line and no path", async () => {
    const execution = await charged(throwing(new CardExpired("since May\nreally")));

    expect(execution.error).toBe("CardExpired");
    expect(JSON.parse(execution.cause ?? "")).toEqual({
      errorType: "CardExpired",
      errorMessage: "since May\nreally",
      trace: ["CardExpired: since May"],
    });
    expect(JSON.stringify(execution.history)).not.toMatch(/answers\.test|file:|node_modules/);
  });

  test("fails alike when its promise rejects", async () => {
    const atOnce = await charged(throwing(new CardExpired("now")));
    const inTime = await charged(() => Promise.reject(new CardExpired("now")));

    expect(JSON.stringify(inTime.history)).toBe(JSON.stringify(atOnce.history));
  });

  test.each([
    ["text", "text", "string"],
    ["undefined", undefined, "undefined"],
    ["an object", { message: "m" }, "Error"],
  ])("%s has a name, too", async (_what, thrown, error) => {
    expect(await charged(throwing(thrown))).toMatchObject({ status: "FAILED", error });
  });

  test("can be retried and caught by its name", async () => {
    const guarded = machine({ Charge: task("charge", { Retry: [{ ErrorEquals: ["CardExpired"], MaxAttempts: 1 }] }) });
    const { output } = await runStateMachine(guarded, { mocks: { lambda: { charge: [throwing(new CardExpired("once")), "charged"] } } });

    expect(output).toBe("charged");
  });

  test("of a service fails with the message alone", async () => {
    const execution = await runStateMachine(machine({ S: service("sqs:sendMessage") }), {
      mocks: { sqs: { sendMessage: throwing(new CardExpired("plain")) } },
    });

    expect(execution).toMatchObject({ error: "CardExpired", cause: "plain" });
  });
});

describe("what a handler is told", () => {
  test("its place, attempt, call and virtual time", async () => {
    const seen: unknown[] = [];
    const charge = (_input: unknown, { state, branch, attempt, call, executionName, now }: MockContext) => {
      seen.push({ state, branch, attempt, call, executionName, now: now.toISOString() });
      return attempt === 1 ? later(1, fails("E")) : "ok";
    };
    const each = machine({
      Each: {
        Type: "Map",
        End: true,
        MaxConcurrency: 1,
        ItemProcessor: machine({ Charge: task("charge", { Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 2 }] }) }),
      },
    });

    await runStateMachine(each, { input: ["a", "b"], name: "run-1", mocks: { lambda: { charge } } });

    const place = (index: number) => ({ state: "Charge", branch: [{ state: "Each", index }], executionName: "run-1" });
    expect(seen).toEqual([
      { ...place(0), attempt: 1, call: 1, now: "2025-01-01T00:00:00.000Z" },
      { ...place(0), attempt: 2, call: 2, now: "2025-01-01T00:00:03.000Z" },
      { ...place(1), attempt: 1, call: 3, now: "2025-01-01T00:00:03.000Z" },
      { ...place(1), attempt: 2, call: 4, now: "2025-01-01T00:00:06.000Z" },
    ]);
  });

  test("it can sleep in virtual time, also several times at once", async () => {
    const charge = async (_input: unknown, { sleep, now }: MockContext) => {
      const before = now;
      await Promise.all([sleep("1h"), sleep("90s")]);
      return before.toISOString();
    };

    expect(await charged(charge)).toMatchObject({ output: "2025-01-01T00:00:00.000Z", durationSeconds: 3_600 });
  });

  test("its signal is aborted when the task has timed out", async () => {
    const signals: AbortSignal[] = [];
    const charge = async (_input: unknown, { sleep, signal }: MockContext) => {
      signals.push(signal);
      await sleep("1h");
    };

    await runStateMachine(machine({ Charge: task("charge", { TimeoutSeconds: 5 }) }), { mocks: { lambda: { charge } } });

    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
