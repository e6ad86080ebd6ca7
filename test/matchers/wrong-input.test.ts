import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import type { AsymmetricExecutionMatchers } from "../../matchers/declarations.ts";
import * as matchers from "../../matchers/index.ts";
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
  toHaveTimedOut: (expectation) => expectation.toHaveTimedOut(),
  toHaveBeenAborted: (expectation) => expectation.toHaveBeenAborted(),
  toHaveVisited: (expectation) => expectation.toHaveVisited("Ship"),
  toHaveReachedConcurrency: (expectation) => expectation.toHaveReachedConcurrency("Ship", 2),
  toHaveStayedWithinConcurrency: (expectation) => expectation.toHaveStayedWithinConcurrency("Ship", 2),
  toHaveTimedOutIn: (expectation) => expectation.toHaveTimedOutIn("Ship"),
  toHaveWaited: (expectation) => expectation.toHaveWaited("Ship", "5m"),
  toHaveLasted: (expectation) => expectation.toHaveLasted("5m"),
  toHaveFinishedWithin: (expectation) => expectation.toHaveFinishedWithin("5m"),
  toHaveStateInput: (expectation) => expectation.toHaveStateInput("Ship", {}),
  toHaveStateOutput: (expectation) => expectation.toHaveStateOutput("Ship", {}),
  toHaveOutputAt: (expectation) => expectation.toHaveOutputAt("$.id", 1),
  toHaveVariable: (expectation) => expectation.toHaveVariable("id", 1),
  toHaveCalledService: (expectation) => expectation.toHaveCalledService("sns:publish"),
  toHaveInvoked: (expectation) => expectation.toHaveInvoked("Ship"),
  toHaveUsedTransitions: (expectation) => expectation.toHaveUsedTransitions({ atMost: 1 }),
  toMatchHistorySnapshot: (expectation) => expectation.toMatchHistorySnapshot(),
};

test("every matcher on executions is among them", () => {
  expect([...Object.keys(uses), "toBeValidStateMachine"].sort()).toEqual(Object.keys(matchers).sort());
});

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
  ["toHaveBeenAborted", (expectation) => expectation.toHaveBeenAborted("Shipp")],
  ["toHaveVisited", (expectation) => expectation.toHaveVisited("ValidateOrder", "Shipp")],
  ["toHaveReachedConcurrency", (expectation) => expectation.toHaveReachedConcurrency("Shipp", 2)],
  ["toHaveStayedWithinConcurrency", (expectation) => expectation.toHaveStayedWithinConcurrency("Shipp", 2)],
  ["toHaveTimedOutIn", (expectation) => expectation.toHaveTimedOutIn("Shipp")],
  ["toHaveWaited", (expectation) => expectation.toHaveWaited("Shipp", "5m")],
  ["toHaveStateInput", (expectation) => expectation.toHaveStateInput("Shipp", {})],
  ["toHaveStateOutput", (expectation) => expectation.toHaveStateOutput("Shipp", {})],
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

type Asymmetric = (matchers: Pick<typeof expect, keyof AsymmetricExecutionMatchers>) => unknown;

/** Each holds for a declined order. */
const asymmetric: { readonly [matcher in keyof AsymmetricExecutionMatchers]?: Asymmetric } = {
  toEndInState: (matchers) => matchers.toEndInState("TellCustomer"),
  toHaveSucceeded: (matchers) => matchers.toHaveSucceeded({ MessageId: expect.any(String) }),
  toHaveVisited: (matchers) => matchers.toHaveVisited("ProcessPayment"),
  toHaveTakenPath: (matchers) => matchers.toHaveTakenPath(["ValidateOrder", "ProcessPayment", "TellCustomer"]),
  toHaveRetried: (matchers) => matchers.toHaveRetried("ProcessPayment", { times: 3 }),
  toHaveCaught: (matchers) => matchers.toHaveCaught("ProcessPayment"),
  toHaveWaited: (matchers) => matchers.toHaveWaited("ProcessPayment", "14s"),
  toHaveLasted: (matchers) => matchers.toHaveLasted("14s"),
  toHaveFinishedWithin: (matchers) => matchers.toHaveFinishedWithin("1m"),
  toHaveStateInput: (matchers) => matchers.toHaveStateInput("ValidateOrder", { orderId: "o-1" }),
  toHaveStateOutput: (matchers) => matchers.toHaveStateOutput("TellCustomer", { MessageId: "m-1" }),
  toHaveOutputAt: (matchers) => matchers.toHaveOutputAt("$.MessageId", "m-1"),
  toHaveCalledService: (matchers) => matchers.toHaveCalledService("lambda:invoke"),
  toHaveInvoked: (matchers) => matchers.toHaveInvoked("ProcessPayment", undefined, { times: 4 }),
  toHaveUsedTransitions: (matchers) => matchers.toHaveUsedTransitions({ atMost: 6 }),
};

test.each(Object.entries(asymmetric))("%s works inside another value", (_matcher, make) => {
  expect({ execution: declinedOrder() }).toEqual({ execution: make(expect) });
  expect({ execution: declinedOrder() }).not.toEqual({ execution: make(expect.not as unknown as typeof expect) });
});
