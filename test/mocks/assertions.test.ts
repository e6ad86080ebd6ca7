import assert from "node:assert";
import { mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, task } from "../running/machines.ts";
import { charged } from "./asking.ts";

const guarded = machine({
  Both: {
    Type: "Parallel",
    Next: "Done",
    Retry: [{ ErrorEquals: ["States.ALL"] }],
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Done" }],
    Branches: [machine({ Charge: task("charge", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] }), Caught: pass() })],
  },
  Done: pass(),
});

describe("an assertion that fails in a handler reaches the test as it is, past Retry and Catch", () => {
  const failing: readonly (readonly [string, () => void])[] = [
    ["of Vitest", () => expect(1).toBe(2)],
    ["of node:assert", () => assert.equal(1, 2)],
    ["of node:assert, deep", () => assert.deepStrictEqual({ a: 1 }, { a: 2 })],
  ];

  test.each(failing)("%s", async (_what, check) => {
    const thrown = caughtFrom(check);
    const charge = () => {
      throw thrown;
    };

    await expect(runStateMachine(guarded, { mocks: { lambda: { charge } } })).rejects.toBe(thrown);
  });

  test.each(failing)("%s, in an asynchronous handler", async (_what, check) => {
    const thrown = caughtFrom(check);
    const charge = () => Promise.reject(thrown);

    await expect(runStateMachine(guarded, { mocks: { lambda: { charge } } })).rejects.toBe(thrown);
  });

  test("a matcher of Jest", async () => {
    const thrown = Object.assign(new Error("expect(received).toBe(expected)"), { matcherResult: { pass: false } });

    await expect(charged(() => Promise.reject(thrown))).rejects.toBe(thrown);
  });
});

test("a usage error in a handler is no failure of the machine", async () => {
  const charge = () => mockAws({ lambda: { inner: [] } });

  await expect(runStateMachine(guarded, { mocks: { lambda: { charge } } })).rejects.toMatchObject({ code: "EMPTY_SEQUENCE" });
});

test("an error that only looks like an assertion by its message is a failure of the machine", async () => {
  const charge = () => {
    throw new Error("AssertionError: expected 1 to be 2");
  };

  expect(await charged(charge)).toMatchObject({ status: "FAILED", error: "Error" });
});

function caughtFrom(check: () => void): unknown {
  try {
    check();
  } catch (thrown) {
    return thrown;
  }
  throw new Error("the check did not fail");
}
