import type { Mocks, RunOptions } from "sfn-testkit";
import { hangs, returns, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, service, task } from "./machines.ts";

const passing = machine({ A: pass() });
const calling = machine({ A: task("f") });

/** `levels` objects in one another. */
function nested(levels: number): object {
  let value: object = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
}

function cyclic(): object {
  const order: { [key: string]: unknown } = { lines: [{}] };
  order["lines"] = [{ order }];
  return order;
}

class Money {
  readonly amount = 3;
  readonly #cents = 300;
  get cents(): number {
    return this.#cents;
  }
}

describe("what is not JSON is a usage error with its path", () => {
  test.each<[name: string, what: unknown, found: string]>([
    ["a bigint", { a: 1n }, "a bigint at $.a."],
    ["a function", () => 1, "a function at $."],
    ["a symbol", { a: [Symbol("s")] }, "a symbol at $.a[0]."],
    ["NaN", { a: Number.NaN }, "NaN at $.a."],
    ["infinity", [Number.NEGATIVE_INFINITY], "-Infinity at $[0]."],
    ["a Map", { m: new Map([["a", 1]]) }, "a Map at $.m."],
    ["a Set", new Set([1]), "a Set at $."],
    ["a promise", { p: Promise.resolve(1) }, "a Promise (await it first) at $.p."],
    ["an error", { e: new RangeError("no") }, "an Error (to fail, throw it or answer fails(…)) at $.e."],
    ["bytes", { bytes: new Uint8Array(2) }, "a Uint8Array at $.bytes."],
    ["a cycle", cyclic(), "a cycle at $.lines[0].order."],
    ["depth", nested(5_000), "more than 1,000 levels of nesting at $."],
  ])("%s", async (_name, what, found) => {
    await expect(runStateMachine(passing, { input: what })).rejects.toMatchObject({
      name: "UsageError",
      code: "NOT_JSON",
      message: `The input is not JSON: ${found}`,
    });
    for (const f of [returns(what), () => returns(what), async () => returns(what)])
      await expect(runStateMachine(calling, { mocks: { lambda: { f } } })).rejects.toMatchObject({
        name: "UsageError",
        code: "NOT_JSON",
        state: "A",
        message: expect.stringContaining(`The mock lambda.f answered what is not JSON: ${found}`),
      });
  });
});

describe("what JSON.stringify would convert is converted", () => {
  test.each<[name: string, what: unknown, json: unknown]>([
    ["a Date to ISO 8601", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }],
    ["undefined to nothing, in arrays to null", { a: undefined, b: [undefined, 1] }, { b: [null, 1] }],
    ["an instance to its members", new Money(), { amount: 3 }],
    ["what has toJSON to what that answers", { toJSON: () => "mine" }, "mine"],
    ["an object without prototype to a plain one", Object.create(null), {}],
    ["a thousand levels to a thousand levels", nested(1_000), nested(1_000)],
  ])("%s", async (_name, what, json) => {
    expect((await runStateMachine(passing, { input: what })).output).toEqual(json);
    expect((await runStateMachine(calling, { mocks: { lambda: { f: () => what } } })).output).toEqual(json);
  });

  test("and null stays null, while no input is {}", async () => {
    expect((await runStateMachine(passing, { input: null })).output).toBe(null);
    expect((await runStateMachine(passing)).output).toEqual({});
  });
});

describe("an input larger than StartExecution takes", () => {
  const large = { text: "ü".repeat(131_066) };

  test("is a usage error that tells its size", async () => {
    await expect(runStateMachine(passing, { input: { text: `${large.text}ü` } })).rejects.toMatchObject({
      name: "UsageError",
      code: "INPUT_TOO_LARGE",
      message: expect.stringContaining("The input has 262,145 bytes of JSON; StartExecution takes 262,144 at most."),
      hint: expect.stringContaining('`limits: "none"`'),
    });
  });

  test("begins one byte above the quota", async () => {
    expect(await runStateMachine(passing, { input: large })).toHaveSucceeded(large);
  });

  test("runs when the quotas are lifted", async () => {
    const execution = await runStateMachine(passing, { input: "x".repeat(10_000_000), limits: "none" });

    expect(execution.output).toHaveLength(10_000_000);
  });
});

describe("a machine that never ends", () => {
  const choosing = (Default: string): object => ({ Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "End" }], Default });
  const limits = { transitions: 5_000 };

  test("is stopped, and its loop named", async () => {
    const endless = machine({ A: pass({ Next: "B" }), B: pass({ Next: "C" }), C: choosing("B"), End: pass() });

    await expect(runStateMachine(endless, { limits })).rejects.toMatchObject({
      name: "LimitError",
      code: "TOO_MANY_TRANSITIONS",
      message: expect.stringContaining('more than 5,000 state transitions; it was in "C". It goes round: "B" → "C" → "B".'),
      execution: expect.objectContaining({ status: "RUNNING" }),
    });
  });

  test("is stopped without any limit given, too", async () => {
    const itself = machine({ A: choosing("A"), End: pass() });

    await expect(runStateMachine(itself, { type: "EXPRESS" })).rejects.toThrow(
      'more than 1,000,000 state transitions; it was in "A". It goes round: "A" → "A".',
    );
  });

  test("is stopped inside a Parallel or Map that it goes round with", async () => {
    const around = machine({
      Each: { Type: "Map", Next: "Again", ResultPath: null, ItemsPath: "$.items", ItemProcessor: machine({ X: pass() }) },
      Again: choosing("Each"),
      End: pass(),
    });

    await expect(runStateMachine(around, { input: { items: [1, 2] }, limits })).rejects.toThrow(
      /It goes round: ("Again" → "Each" → "Again"|"Each" → "Again" → "Each")\./,
    );
  });

  test("is stopped when a retry is what never ends", async () => {
    const stubborn = machine({ A: task("f", { Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 99_999_999, BackoffRate: 1 }] }) });
    const down = (): never => {
      throw new Error("down");
    };

    await expect(runStateMachine(stubborn, { limits, mocks: { lambda: { f: down } } })).rejects.toMatchObject({
      code: "TOO_MANY_TRANSITIONS",
      state: "A",
    });
  });
});

describe("a definition that cannot be read", () => {
  test.each<[what: string, source: unknown, message: string]>([
    ["JSON cut off", '{ "StartAt": "A", "States": {', "Is the file cut off, or a closing bracket missing?"],
    ["comments in JSON", '{ // first\n "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }', "INVALID_JSON"],
    ["a duplicate name", '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" }, "A": { "Type": "Succeed" } } }', "DUPLICATE_KEY"],
    ["a state without Type", machine({ A: { End: true } }), "/States/A"],
    ["several Next to states that are missing", machine({ A: pass({ Next: "B" }), C: pass({ Next: "D" }) }), "NEXT_NOT_FOUND"],
    ["nothing", undefined, "must be an object, JSON text or the path of a file, but was undefined"],
    ["null", null, "must be an object, JSON text or the path of a file, but was null"],
    ["a number", 7, "but was number"],
    ["nested too deep", machine({ A: pass({ Result: nested(100_000) }) }), "nested more than 256 levels deep"],
    ["one that holds itself", machine({ A: pass({ Result: cyclic() }) }), "or contains itself"],
    ["text nested too deep", '{"a":'.repeat(100_000), "INVALID_JSON"],
  ])("is refused by name: %s", async (_what, source, message) => {
    await expect(runStateMachine(source as object)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      code: expect.any(String),
    });
  });

  test("tells every missing state at once", async () => {
    const lost = machine({ A: pass({ Next: "Bee" }), B: pass({ Next: "See" }), C: pass() });

    await expect(runStateMachine(lost)).rejects.toMatchObject({
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ code: "NEXT_NOT_FOUND", message: expect.stringContaining("Bee") }),
        expect.objectContaining({ code: "NEXT_NOT_FOUND", message: expect.stringContaining("See") }),
      ]),
    });
  });
});

describe("ARNs as templates and documents have them", () => {
  test.each(["arn:aws:lambda:us-east-1:123456789:function:f", "arn:aws:lambda:...:f", "arn:aws:lambda:::function:f", "${f}", "${f.Arn}"])(
    "%s is the function f",
    async (Resource) => {
      expect(
        await runStateMachine(machine({ A: { Type: "Task", Resource, End: true } }), { mocks: { lambda: { f: "ok" } } }),
      ).toHaveSucceeded("ok");
    },
  );
});

describe("what a test does to a running execution", () => {
  test("a state that is none is an error with the nearest name", async () => {
    const running = await startStateMachine(machine({ Charge: pass() }));

    await expect(running.runUntil("Chrage")).rejects.toMatchObject({ code: "UNKNOWN_STATE", hint: 'Did you mean "Charge"?' });
  });

  test.each<[unknown, string]>([
    ["soon", '"soon"'],
    [-1, "-1"],
    [5n, "5n"],
    [{}, "an object"],
  ])("time cannot be moved by %o", async (duration, shown) => {
    const running = await startStateMachine(passing);

    await expect(running.advance(duration as number)).rejects.toMatchObject({
      code: "INVALID_DURATION",
      message: expect.stringContaining(`but was ${shown}`),
    });
  });

  test("a cause that is no text is refused", async () => {
    const running = await startStateMachine(machine({ A: service("sqs:sendMessage") }), { mocks: { sqs: { sendMessage: hangs() } } });

    await expect(running.stop("Stopped", new Error("why") as unknown as string)).rejects.toThrow("must be a text, but was an Error");
  });
});

test("what is wrong with the options is told before the definition is read", async () => {
  await expect(runStateMachine("nowhere.asl.json", { mock: {} as Mocks } as RunOptions)).rejects.toMatchObject({ code: "UNKNOWN_OPTION" });
});
