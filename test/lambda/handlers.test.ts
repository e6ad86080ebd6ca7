import type { Context, Handler } from "aws-lambda";
import type { Mocks } from "sfn-testkit";
import { after, hangs, lambdaFunction, mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test, vi } from "vitest";
import { charged, charging } from "../mocks/asking.ts";
import { machine, service, task } from "../running/machines.ts";

describe("a real handler is a mock", () => {
  test("asynchronous, typed for Lambda", async () => {
    const handler: Handler<{ id: number }, object> = async (event, context) => ({ id: event.id, in: context.functionName });

    expect((await charged(handler, { input: { id: 1 } })).output).toEqual({ id: 1, in: "charge" });
  });

  test.each([
    [
      "that answers",
      (_event: unknown, _context: Context, callback: (error?: unknown, answer?: unknown) => void) => callback(null, "done"),
      "done",
    ],
    [
      "that answers later",
      (_event: unknown, _context: Context, callback: (error?: unknown, answer?: unknown) => void) =>
        void setImmediate(() => callback(null, "later")),
      "later",
    ],
    ["whose promise is the answer", async (_event: unknown, _context: Context, _callback: unknown) => "promised", "promised"],
  ])("in callback style, %s", async (_what, handler, answer) => {
    expect((await charged(handler)).output).toBe(answer);
  });

  test.each([
    ["an Error", new TypeError("wrong"), "TypeError", { errorType: "TypeError", errorMessage: "wrong", trace: ["TypeError: wrong"] }],
    ["a text", "wrong", "string", { errorType: "string", errorMessage: "wrong", trace: ["string: wrong"] }],
  ])("in callback style, that fails with %s", async (_what, error, name, cause) => {
    const execution = await charged((_event: unknown, _context: Context, callback: (error: unknown) => void) => callback(error));

    expect(execution).toHaveFailed({ error: name });
    expect(JSON.parse(execution.cause ?? "")).toEqual(cause);
  });

  test("that answers by its context, in the old way", async () => {
    expect((await charged((_event: unknown, { succeed }: Context, _callback: unknown) => succeed("ok"))).output).toBe("ok");
    expect(await charged((_event: unknown, context: Context, _callback: unknown) => context.fail(new Error("no")))).toHaveFailed({
      error: "Error",
    });
    expect((await charged((_event: unknown, context: Context, _callback: unknown) => context.done(undefined, "done"))).output).toBe("done");
  });

  test("with the context that Lambda gives", async () => {
    const seen: Context[] = [];
    const asking = machine({
      Ask: service("lambda:invoke", { FunctionName: "arn:aws:lambda:eu-west-1:000000000000:function:charge:live" }),
    });
    const aws = mockAws(
      { lambda: { charge: (_event: unknown, context: Context) => void seen.push(context) } },
      { region: "eu-west-1", accountId: "000000000000" },
    );
    await runStateMachine(asking, { aws });

    expect(seen[0]).toMatchObject({
      functionName: "charge",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:charge:live",
      memoryLimitInMB: "128",
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      logGroupName: "/aws/lambda/charge",
      logStreamName: expect.stringMatching(/^2025\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/),
      callbackWaitsForEmptyEventLoop: true,
    });
  });

  test("whose request id is another for each call, and the same in each run", async () => {
    const ids = async (): Promise<unknown> => {
      const seen: string[] = [];
      const charge = (_event: unknown, context: Context) => void seen.push(context.awsRequestId);
      await runStateMachine(machine({ One: task("charge", { Next: "Two" }), Two: task("charge") }), {
        mocks: { lambda: { charge } } as Mocks,
      });
      return seen;
    };

    const first = (await ids()) as string[];
    expect(new Set(first).size).toBe(2);
    expect(await ids()).toEqual(first);
  });

  test("as a mock function of the runner", async () => {
    const handler = vi.fn(async (event: object) => event);
    expect((await charged(lambdaFunction(handler, { timeout: 3 }), { input: { a: 1 } })).output).toEqual({ a: 1 });
    expect(handler).toHaveBeenCalledExactlyOnceWith({ a: 1 }, expect.objectContaining({ attempt: 1 }));
  });
});

describe("a function's timeout", () => {
  const sleepy =
    (seconds: number) =>
    async (_event: unknown, { sleep }: { sleep(seconds: number): Promise<void> }) => {
      await sleep(seconds);
      return "in time";
    };

  const expectCut = (execution: Awaited<ReturnType<typeof charged>>, seconds: string): void => {
    expect(execution).toHaveFailed({ error: "Sandbox.Timedout" });
    expect(JSON.parse(execution.cause ?? "")).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: Task timed out after ${seconds} seconds$`)),
    });
  };

  test.each([
    ["sleeps", sleepy(4)],
    ["answers too late", () => after("4s", "late")],
    ["never answers", () => hangs()],
    [
      "does real work and then sleeps",
      async (event: unknown, context: { sleep(seconds: number): Promise<void> }) => {
        await new Promise((done) => setImmediate(done));
        return sleepy(10)(event, context);
      },
    ],
  ])("ends one that %s, at its second", async (_what, handler) => {
    const execution = await charged(lambdaFunction(handler, { timeout: 3 }));

    expectCut(execution, "3\\.00");
    expect(execution.durationSeconds).toBe(3);
  });

  test("does nothing to one that answers in time, even at the very instant", async () => {
    expect((await charged(lambdaFunction(sleepy(3), { timeout: 3 }))).output).toBe("in time");
    expect((await charged(lambdaFunction(() => after("3s", "exactly"), { timeout: 3 }))).output).toBe("exactly");
  });

  test.each([
    ["whose promise never settles", () => new Promise(() => undefined)],
    ["that never calls back", (_event: unknown, _context: Context, _callback: unknown) => undefined],
  ])("does not end a handler %s: nobody can tell whether it still works", async (_what, handler) => {
    const running = charged(lambdaFunction(handler, { timeout: 3 }), { limits: { realTime: 0.05 } });

    await expect(running).rejects.toMatchObject({
      code: "MOCK_NEVER_SETTLES",
      hint: expect.stringContaining("its callback was never called"),
    });
  });

  test("is not there unless it is asked for", async () => {
    expect((await charged(() => after("1h", "late"))).output).toBe("late");
  });

  test("comes after a Task's own, when that is shorter", async () => {
    const asking = machine({ Charge: task("charge", { TimeoutSeconds: 2 }) });
    const execution = await runStateMachine(asking, { mocks: { lambda: { charge: lambdaFunction(sleepy(5), { timeout: 3 }) } } });

    expect(execution).toHaveFailed({ error: "States.Timeout" });
  });

  test("is retried as any error, with its own time each", async () => {
    const Retry = [{ ErrorEquals: ["Sandbox.Timedout"], IntervalSeconds: 1, MaxAttempts: 1 }];
    const asking = machine({ Charge: task("charge", { Retry }) });
    const execution = await runStateMachine(asking, { mocks: { lambda: { charge: [lambdaFunction(sleepy(5), { timeout: 3 }), "ok"] } } });

    expect(execution.durationSeconds).toBe(4);
    expect(execution).toHaveSucceeded("ok");
  });

  test("is what getRemainingTimeInMillis counts down, in virtual time", async () => {
    const handler = async (_event: unknown, context: Context & { sleep(seconds: number): Promise<void> }) => {
      const before = context.getRemainingTimeInMillis();
      await context.sleep(2);
      return [before, context.getRemainingTimeInMillis()];
    };

    expect((await charged(lambdaFunction(handler, { timeout: 10 }))).output).toEqual([10_000, 8_000]);
    expect((await charged(handler)).output).toEqual([900_000, 898_000]);
  });

  test("aborts the signal of one that goes on", async () => {
    let signal: AbortSignal | undefined;
    await charged(
      lambdaFunction(
        async (_event: unknown, context: { signal: AbortSignal; sleep(seconds: number): Promise<void> }) => {
          signal = context.signal;
          await context.sleep(9);
        },
        { timeout: 1 },
      ),
    );

    expect(signal?.aborted).toBe(true);
  });
});

describe("environment variables", () => {
  test("are there while the function runs, in all of its own code and no other", async () => {
    const turn = () => new Promise((done) => setImmediate(done));
    const reads = async () => {
      const before = process.env["STAGE"];
      await turn();
      return [before, process.env["STAGE"], process.env["AWS_LAMBDA_FUNCTION_NAME"]];
    };
    const both = machine({
      Both: { Type: "Parallel", Branches: [machine({ A: task("a") }), machine({ B: task("b") }), machine({ C: task("c") })], End: true },
    });
    const lambda = {
      a: lambdaFunction(reads, { environment: { STAGE: "one" } }),
      b: lambdaFunction(reads, { environment: { STAGE: "two" } }),
      c: reads,
    };

    const execution = await runStateMachine(both, { mocks: { lambda } });

    expect(execution.output).toEqual([
      ["one", "one", "a"],
      ["two", "two", "b"],
      [null, null, null],
    ]);
    expect(process.env["STAGE"]).toBeUndefined();
  });

  test("leave process.env as it was: writes of a function are its own", async () => {
    const before = process.env;
    const writes = () => {
      process.env["WRITTEN"] = "by the function";
      delete process.env["STAGE"];
      return [process.env["WRITTEN"], "STAGE" in process.env, Object.keys(process.env).includes("PATH")];
    };

    expect((await charged(lambdaFunction(writes, { environment: { STAGE: "one" } }))).output).toEqual(["by the function", false, true]);
    expect(process.env).toBe(before);
    expect(process.env["WRITTEN"]).toBeUndefined();
  });
});

test.each([
  [() => lambdaFunction("handler" as unknown as () => unknown), "INVALID_HANDLER"],
  [() => lambdaFunction(() => 1, { timeout: "16m" }), "INVALID_OPTION"],
  [() => lambdaFunction(() => 1, { memory: 1 }), "INVALID_OPTION"],
  [() => lambdaFunction(() => 1, { timeOut: 1 } as object), "UNKNOWN_OPTION"],
])("what cannot be is refused: %s", (make, code) => {
  expect(make).toThrow(expect.objectContaining({ name: "UsageError", code }));
});

test("a handler under `states` gets the context, too", async () => {
  const execution = await runStateMachine(charging, { mocks: { states: { Charge: (_input, { functionName }) => functionName } } });

  expect(execution.output).toBe("charge");
});
