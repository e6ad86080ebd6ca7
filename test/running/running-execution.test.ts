import { after, hangs, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, task, wait } from "./machines.ts";

const start = "2025-01-01T00:00:00.000Z";
const second = (seconds: number): Date => new Date(Date.parse(start) + seconds * 1_000);
const twoWaits = machine({ First: wait(10, { Next: "Second" }), Second: wait(5, { Next: "Last" }), Last: pass() });

describe("time stands until the test moves it", () => {
  test("nothing has happened at the start", async () => {
    const running = await startStateMachine(twoWaits);

    expect(running).toMatchObject({ status: "RUNNING", history: [], visits: [], now: second(0) });
  });

  test("settle runs what is due now and moves no time", async () => {
    const running = await startStateMachine(twoWaits);

    await running.settle();

    expect(running).toMatchObject({ status: "RUNNING", path: ["First"], now: second(0) });
  });

  test("advance runs all that falls due on the way, each at its own instant", async () => {
    const running = await startStateMachine(twoWaits);

    await running.advance("12s");

    expect(running).toMatchObject({ status: "RUNNING", path: ["First", "Second"], now: second(12) });
    expect(running.visits.map(({ enteredAt }) => enteredAt)).toEqual([second(0), second(10)]);
    expect(running.visits.map(({ status }) => status)).toEqual(["SUCCEEDED", undefined]);
  });

  test("advance up to an instant includes it", async () => {
    const running = await startStateMachine(twoWaits);

    await running.advance(10);

    expect(running.path).toEqual(["First", "Second"]);
  });

  test("advance beyond the end moves time all the same", async () => {
    const running = await startStateMachine(twoWaits);

    await running.advance("1h");
    const execution = await running.finish();

    expect(running).toMatchObject({ status: "SUCCEEDED", now: second(3_600) });
    expect(execution).toMatchObject({ durationSeconds: 15, stopDate: second(15) });
  });

  test("a duration that cannot be read is a usage error", async () => {
    const running = await startStateMachine(twoWaits);

    await expect(running.advance("soon")).rejects.toMatchObject({ name: "UsageError", code: "INVALID_DURATION" });
  });

  test("finish goes on from where the test left it", async () => {
    const running = await startStateMachine(twoWaits, { input: { a: 1 } });
    await running.advance(3);

    const execution = await running.finish();

    expect(execution).toMatchObject({ status: "SUCCEEDED", output: { a: 1 }, durationSeconds: 15 });
  });

  test("moving time step by step gives the same history as running at once", async () => {
    const running = await startStateMachine(twoWaits);
    for (let step = 0; step < 40; step++) await running.advance("400ms");

    const stepped = await running.finish();

    expect(JSON.stringify(stepped.history)).toBe(JSON.stringify((await runStateMachine(twoWaits)).history));
  });
});

test("a state that was stopped is told as such while the execution goes on", async () => {
  const recovering = machine({
    Both: {
      Type: "Parallel",
      Next: "Later",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Later" }],
      Branches: [machine({ Slow: wait(9) }), machine({ Broken: { Type: "Fail" } })],
    },
    Later: wait(60),
  });
  const running = await startStateMachine(recovering);

  await running.advance(5);

  expect(running.visits.map(({ state, status }) => [state, status])).toEqual([
    ["Both", "CAUGHT_ERROR"],
    ["Slow", "ABORTED"],
    ["Broken", "FAILED"],
    ["Later", undefined],
  ]);
});

describe("runUntil", () => {
  const charging = machine({ Prepare: wait(60, { Next: "Charge" }), Charge: task("charge", { Next: "Prepared" }), Prepared: pass() });

  test("stops just after the entry of the state, before its task is called", async () => {
    const running = await startStateMachine(charging, { mocks: { lambda: { charge: {} } } });

    await running.runUntil("Charge");

    expect(running).toMatchObject({ path: ["Prepare", "Charge"], calls: [], now: second(60) });
    expect(running.history.at(-1)?.type).toBe("TaskStateEntered");
    expect(await running.finish()).toMatchObject({ status: "SUCCEEDED", path: ["Prepare", "Charge", "Prepared"] });
  });

  test("asked again, stops at the next entry of the same state", async () => {
    const loop = machine({
      Tick: wait(1, { Next: "Again" }),
      Again: { Type: "Choice", Choices: [{ Variable: "$.stop", IsPresent: true, Next: "Done" }], Default: "Tick" },
      Done: pass(),
    });
    const running = await startStateMachine(loop);

    await running.runUntil("Tick");
    await running.runUntil("Tick");

    expect(running).toMatchObject({ path: ["Tick", "Again", "Tick"], now: second(1) });
  });

  test("finds states inside branches", async () => {
    const nested = machine({
      Both: { Type: "Parallel", End: true, Branches: [machine({ Slow: wait(4, { Next: "Inner" }), Inner: pass() })] },
    });
    const running = await startStateMachine(nested);

    await running.runUntil("Inner");

    expect(running.now).toEqual(second(4));
  });

  test("rejects when the machine ends first", async () => {
    const running = await startStateMachine(
      machine({ A: { Type: "Choice", Choices: [{ Variable: "$.b", IsPresent: true, Next: "B" }], Default: "C" }, B: pass(), C: pass() }),
    );

    await expect(running.runUntil("B")).rejects.toMatchObject({
      code: "STATE_NOT_ENTERED",
      message: 'The state "B" was not entered: the execution ended SUCCEEDED.',
    });
  });

  test("rejects for a state that does not exist, and names the nearest", async () => {
    const running = await startStateMachine(charging, { mocks: { lambda: { charge: {} } } });

    await expect(running.runUntil("Chrage")).rejects.toThrow('The machine has no state "Chrage".\n\nDid you mean "Charge"?');
  });
});

describe("stop", () => {
  test("ends the execution ABORTED, on no event, as StopExecution does", async () => {
    const running = await startStateMachine(twoWaits);
    await running.advance(3);

    const execution = await running.stop("Stopped", "by the test");

    expect(execution).toMatchObject({ status: "ABORTED", error: "Stopped", cause: "by the test", durationSeconds: 3, output: undefined });
    expect(execution.history.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, "ExecutionStarted"],
      [2, 0, "WaitStateEntered"],
      [3, 0, "ExecutionAborted"],
    ]);
    expect(execution.visits.map(({ status }) => status)).toEqual(["ABORTED"]);
  });

  test("without error and cause has neither", async () => {
    const running = await startStateMachine(twoWaits);
    await running.settle();

    const { history, error, cause } = await running.stop();

    expect({ error, cause, details: history.at(-1)?.executionAbortedEventDetails }).toEqual({
      error: undefined,
      cause: undefined,
      details: {},
    });
  });

  test("aborts the signal of a call under way", async () => {
    let signal: AbortSignal | undefined;
    const running = await startStateMachine(machine({ Call: task("f") }), {
      mocks: {
        lambda: {
          f: async (_input: unknown, context: { signal: AbortSignal; sleep(duration: string): Promise<void> }) => {
            signal = context.signal;
            await context.sleep("1h");
          },
        },
      },
    });
    await running.advance("1m");

    await running.stop();

    expect(signal?.aborted).toBe(true);
  });

  test("after the end answers how it ended", async () => {
    const running = await startStateMachine(machine({ A: pass() }));
    await running.finish();

    expect((await running.stop("too late")).status).toBe("SUCCEEDED");
  });
});

describe("executions that cannot go on", () => {
  test("a wait that nobody will end is a deadlock, and says who waits", async () => {
    const both = machine({
      Both: { Type: "Parallel", End: true, Branches: [machine({ Charge: task("charge") }), machine({ Ship: task("ship") })] },
    });

    await expect(runStateMachine(both, { mocks: { lambda: { charge: hangs(), ship: after("5s", hangs()) } } })).rejects.toMatchObject({
      name: "DeadlockError",
      code: "DEADLOCK",
      message: expect.stringMatching(/"Charge" waits for charge\s+"Ship" waits for ship/),
      execution: expect.objectContaining({ status: "RUNNING", path: ["Both"] }),
    });
  });

  test("a mock whose promise never settles is named", async () => {
    const promise = new Promise(() => {});

    await expect(
      runStateMachine(machine({ Charge: task("charge") }), { limits: { realTime: 0.02 }, mocks: { lambda: { charge: () => promise } } }),
    ).rejects.toMatchObject({
      name: "LimitError",
      code: "MOCK_NEVER_SETTLES",
      message: expect.stringContaining('"Charge" waits for charge'),
    });
  });

  test("an endless loop ends at the limit of transitions", async () => {
    const again = { Type: "Choice", Choices: [{ Variable: "$.stop", IsPresent: true, Next: "Done" }], Default: "A" };
    const loop = machine({ A: pass({ Next: "B" }), B: again, Done: pass() });

    await expect(runStateMachine(loop, { limits: { transitions: 100 } })).rejects.toMatchObject({
      name: "LimitError",
      code: "TOO_MANY_TRANSITIONS",
    });
  });

  test("an execution that waits too long ends at the limit of virtual time", async () => {
    await expect(runStateMachine(twoWaits, { limits: { virtualTime: "14s" } })).rejects.toMatchObject({
      name: "LimitError",
      code: "TOO_MUCH_TIME",
    });
    await expect(runStateMachine(twoWaits, { limits: { virtualTime: "15s" } })).resolves.toMatchObject({ status: "SUCCEEDED" });
  });

  test("no Catch can see a usage error", async () => {
    const guarded = machine({ Charge: task("charge", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] }), Caught: pass() });

    await expect(runStateMachine(guarded)).rejects.toMatchObject({
      name: "MissingMockError",
      execution: expect.objectContaining({ path: ["Charge"] }),
    });
  });
});

describe("one world", () => {
  test("executions one after another share its clock", async () => {
    const aws = mockAws();

    const first = await runStateMachine(twoWaits, { aws });
    const second = await runStateMachine(twoWaits, { aws });

    expect(second.startDate).toEqual(first.stopDate);
    expect(aws.now).toEqual(second.stopDate);
  });

  test("executions have names of their own", async () => {
    const aws = mockAws();

    const names = [await runStateMachine(twoWaits, { aws }), await runStateMachine(twoWaits, { aws })].map(({ name }) => name);

    expect(new Set(names).size).toBe(2);
  });

  test("executions that run at the same time share time, and both end", async () => {
    const aws = mockAws({ lambda: { f: async () => await new Promise((resolve) => setImmediate(() => resolve("done"))) } });
    const calling = (seconds: number) => machine({ W: wait(seconds, { Next: "T" }), T: task("f") });

    const [long, short] = await Promise.all([runStateMachine(calling(10), { aws }), runStateMachine(calling(4), { aws })]);

    expect([long.durationSeconds, short.durationSeconds]).toEqual([10, 4]);
    expect([long.output, short.output]).toEqual(["done", "done"]);
    expect(aws.calls("lambda:invoke").map(({ at }) => at)).toEqual([second(4), second(10)]);
  });

  // Known: who drives the world meets the stop that was meant for another.
  test("one execution can be finished while another is run until a state", async () => {
    const aws = mockAws({ lambda: { f: async () => await new Promise((resolve) => setImmediate(() => resolve("done"))) } });
    const calling = machine({ T: task("f", { Next: "After" }), After: pass() });
    const [one, other] = [await startStateMachine(calling, { aws }), await startStateMachine(calling, { aws })];

    const [finished] = await Promise.all([other.finish(), one.runUntil("After")]);

    expect([finished.status, one.path]).toEqual(["SUCCEEDED", ["T", "After"]]);
  });

  test("what one test moves, moves for all executions of the world", async () => {
    const aws = mockAws();
    const [one, other] = [await startStateMachine(twoWaits, { aws }), await startStateMachine(twoWaits, { aws })];

    await one.advance(12);
    await other.settle();

    expect([one.status, other.status]).toEqual(["RUNNING", "RUNNING"]);
    expect([one.path, other.path]).toEqual([
      ["First", "Second"],
      ["First", "Second"],
    ]);
  });

  test("one that ended while the test moved another is over, since its own end", async () => {
    const aws = mockAws();
    const [short, long] = [await startStateMachine(machine({ W: wait(2) }), { aws }), await startStateMachine(twoWaits, { aws })];

    await long.finish();

    expect(short.status).toBe("SUCCEEDED");
    expect(short.visits.map(({ status }) => status)).toEqual(["SUCCEEDED"]);
    expect(await short.stop("too late")).toMatchObject({ status: "SUCCEEDED", durationSeconds: 2 });
  });

  test("stopping one leaves the others alone", async () => {
    const aws = mockAws();
    const [one, other] = [await startStateMachine(twoWaits, { aws }), await startStateMachine(twoWaits, { aws })];
    await one.advance(3);

    await one.stop();

    expect(await other.finish()).toMatchObject({ status: "SUCCEEDED", durationSeconds: 15 });
  });

  test("reset restores clock, names and calls", async () => {
    const aws = mockAws({ lambda: { f: ["first", "second"] } }, { seed: 3 });
    const first = await runStateMachine(machine({ W: wait(5, { Next: "T" }), T: task("f") }), { aws });

    aws.reset();
    const again = await runStateMachine(machine({ W: wait(5, { Next: "T" }), T: task("f") }), { aws });

    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(aws.calls()).toHaveLength(1);
  });

  test.each(["mocks", "seed", "startTime", "region", "accountId"])("%s beside aws is refused", async (option) => {
    const run = runStateMachine(twoWaits, { aws: mockAws(), [option]: option === "mocks" ? {} : 1 });

    await expect(run).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringContaining(`\`${option}\` is given beside \`aws\``),
    });
  });
});
