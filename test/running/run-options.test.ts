import type { RunOptions, WorldOptions } from "sfn-testkit";
import { mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, task } from "./machines.ts";

const passing = machine({ A: pass() });

const run = (options: unknown): Promise<unknown> => runStateMachine(passing, options as RunOptions);

describe("an option that does not exist is refused", () => {
  test.each([
    [{ inputs: 1 }, "`inputs` is no option of a run.", 'Did you mean "input"?'],
    [{ Mocks: {} }, "`Mocks` is no option of a run.", 'Did you mean "mocks"?'],
    [{ lambda: {} }, "`lambda` is no option of a run.", "Mocks stand under `mocks`"],
    [{ "\u001b[2J": 1 }, "`\\u001b[2J` is no option of a run.", "There are: input, mocks, aws"],
    [{ limits: { transition: 5 } }, "`limits.transition` is no option of limits.", 'Did you mean "transitions"?'],
    [{ replay: { sed: 5 } }, "`replay.sed` is no option of replay.", 'Did you mean "seed"?'],
  ])("%j", async (options, message, hint) => {
    const refused = { name: "UsageError", code: "UNKNOWN_OPTION", message: expect.stringContaining(message) };

    await expect(run(options)).rejects.toMatchObject({ ...refused, hint: expect.stringContaining(hint) });
    await expect(startStateMachine(passing, options as RunOptions)).rejects.toMatchObject(refused);
  });

  test("also one called as what every object has", async () => {
    for (const name of ["constructor", "toString", "__proto__"])
      await expect(run(JSON.parse(`{ "${name}": 1 }`))).rejects.toMatchObject({ code: "UNKNOWN_OPTION" });
  });

  test("and so for mockAws", () => {
    expect(() => mockAws({}, { sed: 1 } as WorldOptions)).toThrow('`sed` is no option of mockAws.\n\nDid you mean "seed"?');
  });
});

describe("a value that an option cannot have is refused", () => {
  test.each<[options: object, message: string]>([
    [{ seed: "7" }, '`seed` must be a whole number, but was "7".'],
    [{ seed: Number.NaN }, "`seed` must be a whole number, but was NaN."],
    [{ seed: 0.5 }, "`seed` must be a whole number, but was 0.5."],
    [{ name: 5 }, "`name` must be a name that AWS takes, but was 5."],
    [{ name: "" }, '`name` must be a name that AWS takes, but was "".'],
    [{ name: "a".repeat(81) }, "`name` must be a name that AWS takes, but was"],
    [{ name: "order 1" }, '`name` must be a name that AWS takes, but was "order 1".'],
    [{ stateMachineName: "a:b" }, '`stateMachineName` must be a name that AWS takes, but was "a:b".'],
    [{ startTime: "soon" }, '`startTime` must be a Date, ISO 8601 text or milliseconds since 1970, but was "soon".'],
    [{ startTime: true }, "`startTime` must be a Date, ISO 8601 text or milliseconds since 1970, but was true."],
    [{ startTime: new Date(Number.NaN) }, "`startTime` must be a Date, ISO 8601 text or milliseconds since 1970, but was a Date."],
    [{ type: "express" }, '`type` must be "STANDARD" or "EXPRESS", but was "express".'],
    [{ region: "" }, '`region` must be the name of a region, but was "".'],
    [{ accountId: 123456789012 }, "`accountId` must be a text of twelve digits, but was 123456789012."],
    [{ roleArn: null }, "`roleArn` must be a text, but was null."],
    [{ startAt: 1n }, "`startAt` must be a text, but was 1n."],
    [{ until: () => "A" }, "`until` must be a text, but was a function."],
    [{ mocks: [] }, "`mocks` must be an object of mocks, but was an array."],
    [{ aws: { lambda: {} } }, "`aws` must be what mockAws() answers, but was an object."],
    [{ replay: 7 }, "`replay` must be an execution's `replay`, but was 7."],
    [{ replay: { seed: "7" } }, '`replay.seed` must be a whole number, but was "7".'],
    [{ limits: "all" }, '`limits` must be an object of limits, or "none", but was "all".'],
    [{ limits: [] }, "The options of limits must be an object, but were an array."],
    [{ limits: { transitions: 0 } }, "`limits.transitions` must be a number from 1 on, but was 0."],
    [{ limits: { payloadBytes: -1 } }, "`limits.payloadBytes` must be a number of bytes, 0 or more, but was -1."],
    [{ limits: { realTime: "4" } }, '`limits.realTime` must be a number of seconds, 0 or more, but was "4".'],
    [{ limits: { inlineMapConcurrency: Number.NaN } }, "`limits.inlineMapConcurrency` must be a number from 1 on, but was NaN."],
  ])("%o", async (options, message) => {
    await expect(run(options)).rejects.toMatchObject({
      name: "UsageError",
      code: "INVALID_OPTION",
      message: expect.stringContaining(message),
    });
  });

  test.each([null, "fast", 5, []])("as are options that are no object: %j", async (options) => {
    await expect(run(options)).rejects.toMatchObject({ code: "INVALID_OPTION", message: expect.stringContaining("must be an object") });
    expect(() => mockAws({}, options as WorldOptions)).toThrow("The options of mockAws must be an object");
  });

  test("a duration that cannot be read has an error of its own", async () => {
    await expect(run({ limits: { virtualTime: -5 } })).rejects.toMatchObject({
      code: "INVALID_DURATION",
      message: expect.stringContaining("`limits.virtualTime` must be a number of seconds or text"),
    });
  });
});

test.each<[RunOptions]>([
  [{ name: "Bestellung_7-ä.b" }],
  [{ name: "a".repeat(80) }],
  [{ seed: -1 }],
  [{ startTime: 0 }],
  [{ startTime: "2030-02-03" }],
  [{ limits: { transitions: Number.POSITIVE_INFINITY, payloadBytes: Number.POSITIVE_INFINITY } }],
  [{ limits: "none" }],
])("%o is allowed", async (options) => {
  expect(await runStateMachine(passing, options)).toHaveSucceeded();
});

test("an option that is undefined counts as not given", async () => {
  const options = { name: undefined, seed: undefined, mocks: undefined, limits: undefined, replay: undefined };

  expect(await runStateMachine(passing, options as unknown as RunOptions)).toHaveSucceeded();
});

test("so does a limit that is undefined", async () => {
  const endless = machine({ A: { Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "B" }], Default: "A" }, B: pass() });
  const limits = { transitions: undefined, payloadBytes: undefined } as object;

  await expect(runStateMachine(endless, { type: "EXPRESS", limits })).rejects.toMatchObject({ code: "TOO_MANY_TRANSITIONS" });
});

describe("mocks of states", () => {
  const charging = machine({ Charge: task("charge") });

  test("that the machine has not are refused, with the nearest name", async () => {
    const mocks = { states: { Charge: {}, Chrage: {} } };

    await expect(runStateMachine(charging, { mocks })).rejects.toMatchObject({
      name: "UsageError",
      code: "UNKNOWN_STATE",
      state: "Chrage",
      message: '`mocks.states` names "Chrage", but the machine has no such state.\n\nDid you mean "Charge"?',
    });
  });

  test("may be of states inside a Parallel or Map", async () => {
    const nested = machine({ M: { Type: "Map", End: true, ItemProcessor: charging } });

    expect(await runStateMachine(nested, { input: [1], mocks: { states: { Charge: "ok" } } })).toHaveSucceeded(["ok"]);
  });

  test("may be for another machine in a world that several share", async () => {
    const aws = mockAws({ states: { Charge: "ok", Ship: "ok" } });

    expect(await runStateMachine(charging, { aws })).toHaveSucceeded("ok");
  });
});
