import type { MockAws } from "sfn-testkit";
import { mockAws, runStateMachine } from "sfn-testkit";
import type { InterceptOptions, PatienceOptions } from "sfn-testkit/msw";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, test } from "vitest";
import { realTurns, runSync, start, statusOf, taskMachine, waitMachine } from "./machines.ts";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

const START = new Date("2025-01-01T00:00:00.000Z");
const inner = (aws: MockAws): Promise<unknown> => aws.stateMachines.create("Inner", waitMachine(240));

describe("how long silence is listened to is told by `patience`:", () => {
  test("of an application that was answered and may ask again", async () => {
    const [patient, hasty] = [mockAws(), mockAws()];
    await Promise.all([inner(patient), inner(hasty)]);
    using long = interceptAws(patient, { patience: { application: "1h" } });
    using short = interceptAws(hasty, { patience: { application: "1ms" } });

    await long.boundary(() => start("Inner", "left-alone"))();
    await short.boundary(() => start("Inner", "left-alone"))();
    while (hasty.now.getTime() === START.getTime()) await realTurns(1);

    expect(patient.now).toEqual(START);
    await patient.finish();
    expect(patient.stateMachines.list()[0]?.executions[0]).toHaveLasted("4m");
  });

  test("of a handler that was answered while it waits for another answer", async () => {
    let open: (text: string) => void = () => {};
    const gate = new Promise<string>((resolve) => {
      open = resolve;
    });
    const outer = async (): Promise<unknown> => {
      const waiting = runSync("Inner");
      const before = await start("Quick", "once").then(statusOf);
      return Promise.race([waiting.then(() => `${before}, then the inner one`), gate]);
    };
    const world = async (): Promise<MockAws> => {
      const aws = mockAws({ lambda: { Outer: outer } });
      await aws.stateMachines.create("Inner", waitMachine(240), { type: "EXPRESS" });
      await aws.stateMachines.create("Quick", waitMachine(3600));
      return aws;
    };
    const [patient, hasty] = [await world(), await world()];
    using long = interceptAws(patient, { patience: { handler: "1h" } });
    using short = interceptAws(hasty, { patience: { handler: "1ms" } });

    const held = long.boundary(() => runStateMachine(taskMachine("Outer"), { aws: patient, limits: { realTime: 3600 } }))();
    expect(await short.boundary(() => runStateMachine(taskMachine("Outer"), { aws: hasty }))()).toHaveSucceeded(
      "RUNNING, then the inner one",
    );

    expect(patient.now).toEqual(START);
    open("the gate");
    expect(await held).toHaveSucceeded("the gate");
  });

  test.each<[patience: unknown, code: string, message: string]>([
    ["1s", "INVALID_OPTION", '`patience` must be an object of durations, but was "1s".'],
    [{ application: "soon" }, "INVALID_DURATION", "`patience.application` must be a number of seconds or text"],
    [{ handler: -1 }, "INVALID_DURATION", "`patience.handler` must be a number of seconds or text"],
    [{ outside: 1 }, "UNKNOWN_OPTION", "`patience.outside` is no option of patience."],
  ])("but not by %j", (patience, code, message) => {
    const intercept = (): unknown => interceptAws(mockAws(), { patience: patience as PatienceOptions } satisfies InterceptOptions);

    expect(intercept).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });
});
