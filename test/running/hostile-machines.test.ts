import { runStateMachine } from "sfn-testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { machine, pass, task } from "./machines.ts";

const own = Object.getOwnPropertyNames;
let before: readonly string[];

// Every test of this file runs under this promise: nothing that all objects share has changed, and no JavaScript ran.
beforeEach(() => {
  before = own(Object.prototype).concat(own(Array.prototype), own(Function.prototype));
});
afterEach(() => {
  expect(own(Object.prototype).concat(own(Array.prototype), own(Function.prototype))).toEqual(before);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.hasOwn(globalThis, "hacked")).toBe(false);
});

const evil: unknown = JSON.parse('{ "__proto__": { "polluted": true }, "constructor": { "prototype": { "polluted": true } }, "x": 1 }');

describe("keys that every object has by inheritance are data", () => {
  test("in the input, and in what mocks answer", async () => {
    const keep = machine({ A: task("f", { ResultPath: "$.result" }) });

    const { output, history } = await runStateMachine(keep, { input: evil, mocks: { lambda: { f: () => evil } } });

    const text = JSON.stringify(evil);
    expect(JSON.stringify(output)).toBe(`${text.slice(0, -1)},"result":${text}}`);
    expect(JSON.stringify(history)).toContain(JSON.stringify(text));
  });

  test.each(["$.__proto__", "$['__proto__']", "$.constructor", "$.toString", "$..__proto__", "$.x.constructor.constructor"])(
    "%s finds no more than the data has",
    async (InputPath) => {
      const { output, status } = await runStateMachine(machine({ A: pass({ InputPath }) }), { input: { x: 1 } });

      expect([status, output]).toEqual(InputPath.includes("..") ? ["SUCCEEDED", []] : ["FAILED", undefined]);
    },
  );

  test.each(["$.__proto__.polluted", "$.constructor.prototype.polluted", "$['__proto__']['polluted']"])(
    "ResultPath %s writes data only",
    async (ResultPath) => {
      const { output } = await runStateMachine(machine({ A: pass({ Result: true, ResultPath }) }), { input: {} });

      expect(JSON.stringify(output)).toContain('"polluted":true');
    },
  );

  test("as keys of Parameters, of Result, and in States.JsonMerge and States.StringToJson", async () => {
    const Parameters = JSON.parse(
      '{ "__proto__": { "polluted": 1 }, "constructor.$": "$.x", "merged.$": "States.JsonMerge($.text, $.text, false)", "read.$": "States.StringToJson($.raw)" }',
    );
    const input = { x: 1, text: JSON.parse('{ "__proto__": { "polluted": 2 } }'), raw: '{ "__proto__": { "polluted": 3 } }' };

    const { output } = await runStateMachine(machine({ A: pass({ Parameters }) }), { input });

    expect(JSON.stringify(output)).toBe(
      '{"__proto__":{"polluted":1},"constructor":1,"merged":{"__proto__":{"polluted":2}},"read":{"__proto__":{"polluted":3}}}',
    );
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("a state may be called %s", async (name) => {
    const text = `{ "StartAt": "First", "States": { "First": { "Type": "Pass", "Next": "${name}" },
      "${name}": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:${name}", "End": true } } }`;

    const byState = await runStateMachine(text, { mocks: { states: JSON.parse(`{ "${name}": "ok" }`) } });
    const byFunction = await runStateMachine(text, { mocks: { lambda: JSON.parse(`{ "${name}": "ok" }`) } });

    expect(byState.path).toEqual(["First", name]);
    expect(byState).toHaveSucceeded("ok");
    expect(byFunction).toHaveSucceeded("ok");
  });

  test.each(["constructor", "toString", "__proto__"])("a transition to %s, which is no state, is refused", async (Next) => {
    await expect(runStateMachine(machine({ A: pass({ Next }) }))).rejects.toMatchObject({ name: "InvalidDefinitionError" });
  });

  test.each(["constructor", "toString", "__proto__"])("a function called %s has no mock by inheritance", async (name) => {
    await expect(runStateMachine(machine({ A: task(name) }), { mocks: { lambda: {} } })).rejects.toMatchObject({
      name: "MissingMockError",
    });
    await expect(
      runStateMachine(machine({ A: { Type: "Task", Resource: `arn:aws:states:::${name}:${name}`, End: true } }), { mocks: { sns: {} } }),
    ).rejects.toMatchObject({ name: expect.stringMatching(/MissingMockError|InvalidDefinitionError/) });
  });
});

describe("no JavaScript of a definition is executed", () => {
  test.each([
    "$[?(@.constructor.constructor('globalThis.hacked = 1')())]",
    "$[?(globalThis.hacked = 1)]",
    "$[(globalThis.hacked = 1)]",
    "$[?(function(){globalThis.hacked=1}())]",
    "$[?(@['__proto__']['polluted'] = 1)]",
    "$.x[?(process.exit(1))]",
    "$[`${globalThis.hacked = 1}`]",
    "$[?(@ =~ /x/.constructor.constructor('globalThis.hacked = 1')())]",
  ])("in the path %s", async (InputPath) => {
    const outcome = await runStateMachine(machine({ A: pass({ InputPath }) }), { input: { x: [1] } }).then(
      ({ status }) => status,
      (error: { code: string }) => error.code,
    );

    expect(["FAILED", "SUCCEEDED", "INVALID_DEFINITION"]).toContain(outcome);
  });

  test.each(["States.Format('{}', constructor.constructor('globalThis.hacked = 1')())", "States.constructor('x')", "eval('1')"])(
    "in the intrinsic call %s",
    async (call) => {
      await expect(runStateMachine(machine({ A: pass({ Parameters: { "a.$": call } }) }))).rejects.toMatchObject({
        code: "INVALID_DEFINITION",
      });
    },
  );
});

describe("nothing hangs", () => {
  test.each([
    ["a regular expression that backtracks", "$[?(@.t =~ /^(a+)+$/)]"],
    ["nested alternatives", "$[?(@.t =~ /^((a|aa)+)+$/)]"],
    ["descents in descents", "$..*..*..a"],
  ])(
    "%s",
    async (_what, InputPath) => {
      const input = [{ t: `${"a".repeat(5_000)}!` }];

      const outcome = await runStateMachine(machine({ A: pass({ InputPath }) }), { input }).then(
        ({ output }) => output,
        (error: { code: string }) => error.code,
      );

      expect([[], "INVALID_DEFINITION"]).toContainEqual(outcome);
    },
    5_000,
  );

  test("a pattern of StringMatches with many stars", async () => {
    const matching = machine({
      A: { Type: "Choice", Choices: [{ Variable: "$", StringMatches: `${"a*".repeat(200)}b`, Next: "Yes" }], Default: "No" },
      Yes: pass(),
      No: pass(),
    });

    expect(await runStateMachine(matching, { input: "a".repeat(20_000) })).toEndInState("No");
  }, 5_000);

  test("a path of ten thousand steps", async () => {
    const InputPath = `$${".a".repeat(10_000)}`;
    const outcome = await runStateMachine(machine({ A: pass({ InputPath }) })).then(
      ({ status }) => status,
      (error: { code: string }) => error.code,
    );

    expect(["FAILED", "INVALID_DEFINITION"]).toContain(outcome);
  });
});
