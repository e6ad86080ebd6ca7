import { describe, expect, test } from "vitest";
import { runStateMachine, startStateMachine } from "../../src/index.ts";

/** On and on, unless the input says otherwise: AWS refuses a machine that has no end at all. */
const again = (next: string) => ({ Type: "Choice", Choices: [{ Variable: "$.stop", IsPresent: true, Next: "Done" }], Default: next });
const Done = { Type: "Succeed" };

const spin = { StartAt: "Spin", States: { Spin: again("Spin"), Done } };
const wait = (seconds: number) => ({
  StartAt: "Wait",
  States: { Wait: { Type: "Wait", Seconds: seconds, Next: "Again" }, Again: again("Wait"), Done },
});
const each = {
  StartAt: "Each",
  States: { Each: { Type: "Map", ItemProcessor: { StartAt: "Keep", States: { Keep: { Type: "Pass", End: true } } }, End: true } },
};

describe("25,000 events", () => {
  const failure = { error: "States.Runtime", cause: "The execution reached the maximum number of history events (25000)." };

  test("the last of them ends the execution", async () => {
    const execution = await runStateMachine(spin);

    expect(execution).toHaveFailed(failure);
    expect(execution.history).toHaveLength(25_000);
    expect(execution.history.at(-1)).toMatchObject({
      id: 25_000,
      previousEventId: 24_999,
      type: "ExecutionFailed",
      executionFailedEventDetails: failure,
    });
    expect(execution.history.at(-2)).toMatchObject({ type: "ChoiceStateExited" });
  });

  test("inside a Map too, whatever its Catch says", async () => {
    const caught = { ...each.States.Each, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Never" }] };
    const machine = { StartAt: "Each", States: { Each: caught, Never: { Type: "Succeed" } } };

    const execution = await runStateMachine(machine, { input: Array.from({ length: 10_000 }, (_, index) => index) });

    expect(execution).toHaveFailed(failure);
    expect(execution.history.at(-1)).toMatchObject({ id: 25_000, previousEventId: 24_999 });
  });

  test("an execution may succeed with its last event", async () => {
    const pass = { StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } };

    expect(await runStateMachine(pass, { limits: { historyEvents: 4 } })).toHaveSucceeded();
    expect(await runStateMachine(pass, { limits: { historyEvents: 3 } })).toHaveFailed({ error: "States.Runtime" });
  });

  test("neither an Express execution nor one without limits has such a quota", async () => {
    const input = Array.from({ length: 6_000 }, (_, index) => index);

    expect(await runStateMachine(each, { input, type: "EXPRESS" })).toHaveSucceeded();
    expect(await runStateMachine(each, { input, limits: "none" })).toHaveSucceeded();
  });
});

describe("time", () => {
  test("a Standard execution is over after a year", async () => {
    const execution = await runStateMachine(wait(86_400));

    expect(execution).toMatchObject({ status: "TIMED_OUT", error: undefined, cause: undefined, durationSeconds: 365 * 86_400 });
    expect(execution.history.at(-1)).toMatchObject({
      type: "ExecutionTimedOut",
      previousEventId: 0,
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
  });

  test("an Express execution is over after five minutes", async () => {
    const execution = await runStateMachine(wait(60), { type: "EXPRESS" });

    expect(execution).toMatchObject({ status: "TIMED_OUT", durationSeconds: 300 });
  });

  test("a machine's own TimeoutSeconds comes first", async () => {
    const execution = await runStateMachine({ ...wait(60), TimeoutSeconds: 90 }, { type: "EXPRESS" });

    expect(execution.durationSeconds).toBe(90);
  });

  test("an execution whose time the test moves ends then, too", async () => {
    const running = await startStateMachine(wait(86_400));

    await running.advance("364d");
    expect(running.status).toBe("RUNNING");
    await running.advance("2d");

    expect(running.status).toBe("TIMED_OUT");
  });
});
