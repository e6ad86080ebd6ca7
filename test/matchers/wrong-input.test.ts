import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder } from "./runs.ts";

type Expectation = ReturnType<typeof expect>;

const uses: { readonly [matcher: string]: (expectation: Expectation) => void } = {
  toEndInState: (expectation) => expectation.toEndInState("Ship"),
  toHaveSucceeded: (expectation) => expectation.toHaveSucceeded(),
  toHaveFailed: (expectation) => expectation.toHaveFailed(),
  toHaveTakenPath: (expectation) => expectation.toHaveTakenPath(["Ship"]),
  toHaveRetried: (expectation) => expectation.toHaveRetried("Ship"),
  toHaveCaught: (expectation) => expectation.toHaveCaught("Ship"),
  toHaveRunInParallel: (expectation) => expectation.toHaveRunInParallel("Ship"),
  toMatchHistorySnapshot: (expectation) => expectation.toMatchHistorySnapshot(),
};

describe.each(Object.entries(uses))("%s", (matcher, use) => {
  test("a promise is an error that asks for await, also negated", () => {
    const promise = Promise.resolve(declinedOrder());

    expect(messageOf(() => use(expect(promise)))).toContain("Did you forget `await`?");
    expect(messageOf(() => use(expect(promise).not))).toContain(`expect(execution).not.${matcher}(`);
  });

  test("anything else that is no execution is an error that says what it is", () => {
    expect(messageOf(() => use(expect(undefined)))).toContain("must be an execution");
    expect(messageOf(() => use(expect(undefined)))).toContain("Received undefined.");
    expect(messageOf(() => use(expect({ status: "SUCCEEDED" }).not))).toContain('Received { status: "SUCCEEDED" }.');
  });
});

test("the whole message for a promise", () => {
  expect(messageOf(() => expect(Promise.resolve(declinedOrder())).toEndInState("Ship"))).toMatchInlineSnapshot(`
    "expect(execution).toEndInState("Ship")

    The received value must be an execution, as runStateMachine or startStateMachine gives it.
    Received a promise. Did you forget \`await\`?

        const execution = await runStateMachine(…);"
  `);
});

const byName: readonly (readonly [matcher: string, use: (expectation: Expectation) => void])[] = [
  ["toEndInState", (expectation) => expectation.toEndInState("Shipp")],
  ["toHaveTakenPath", (expectation) => expectation.toHaveTakenPath(["ValidateOrder", "Shipp"])],
  ["toHaveRetried", (expectation) => expectation.toHaveRetried("Shipp")],
  ["toHaveCaught", (expectation) => expectation.toHaveCaught("Shipp")],
  ["toHaveCaught, next", (expectation) => expectation.toHaveCaught("Ship", { next: "Shipp" })],
  ["toHaveRunInParallel", (expectation) => expectation.toHaveRunInParallel("Ship", "Shipp")],
];

test.each(byName)("%s: an unknown state is an error with the nearest name, also negated", (_matcher, use) => {
  expect(messageOf(() => use(expect(declinedOrder())))).toContain('The state machine has no state "Shipp". Did you mean "Ship"?');
  expect(messageOf(() => use(expect(declinedOrder()).not))).toContain(
    'Its states: "ValidateOrder", "ProcessPayment", "Ship", "TellCustomer".',
  );
});

test("names that JavaScript objects have are unknown states like others", () => {
  expect(messageOf(() => expect(declinedOrder()).toEndInState("__proto__"))).toContain('no state "__proto__"');
  expect(messageOf(() => expect(declinedOrder()).not.toHaveRetried("constructor"))).toContain('no state "constructor"');
});

test("a matcher works as an asymmetric one", () => {
  expect({ execution: declinedOrder() }).toEqual({ execution: expect.toEndInState("TellCustomer") });
  expect({ execution: declinedOrder() }).not.toEqual({ execution: expect.toHaveFailed() });
});
