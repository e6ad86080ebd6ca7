import { loadStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { toBeValidStateMachine } from "../../matchers/index.ts";
import { messageOf, messageOfLater } from "./message-of.ts";
import { declinedOrder } from "./runs.ts";

const hold = { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 1, End: true } } };
const broken = { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 1, Next: "Hodl" }, Hold2: { Type: "Succeed" } } };
const orderFile = new URL("../../examples/order/order.asl.json", import.meta.url);

test("passes for whatever a definition can come from", async () => {
  await expect(hold).toBeValidStateMachine();
  await expect(JSON.stringify(hold)).toBeValidStateMachine();
  await expect(orderFile).toBeValidStateMachine();
  await expect(orderFile.pathname).toBeValidStateMachine();
  await expect(await loadStateMachine(hold)).toBeValidStateMachine();
  await expect(loadStateMachine(hold)).resolves.toBeValidStateMachine();
  await expect(broken).not.toBeValidStateMachine();
  await expect("{").not.toBeValidStateMachine();
});

test("tells all errors with their places", async () => {
  expect(await messageOfLater(() => expect(broken).toBeValidStateMachine())).toMatchInlineSnapshot(`
    "expect(definition).toBeValidStateMachine()

    Expected: a definition that AWS accepts
    Received: 2 errors

    The definition has 2 errors.

    /States/Hold/Next NEXT_NOT_FOUND: Missing 'Next' target: Hodl
      Did you mean "Hold"?

    /States/Hold2 UNREACHABLE_STATE: State "Hold2" is not reachable.
      No "Next", "Default" or "StartAt" that can be reached leads to it."
  `);
  expect(await messageOfLater(() => expect(JSON.stringify(broken, null, 2)).toBeValidStateMachine())).toMatchInlineSnapshot(`
    "expect(definition).toBeValidStateMachine()

    Expected: a definition that AWS accepts
    Received: 2 errors

    The definition has 2 errors.

    7:15 NEXT_NOT_FOUND: Missing 'Next' target: Hodl
        6 |       "Seconds": 1,
      > 7 |       "Next": "Hodl"
          |               ^
        8 |     },
      Did you mean "Hold"?

    9:5 UNREACHABLE_STATE: State "Hold2" is not reachable.
         8 |     },
      >  9 |     "Hold2": {
           |     ^
        10 |       "Type": "Succeed"
      No "Next", "Default" or "StartAt" that can be reached leads to it."
  `);
});

test("tells, negated, that AWS would accept it", async () => {
  expect(await messageOfLater(() => expect(hold).not.toBeValidStateMachine())).toMatchInlineSnapshot(`
    "expect(definition).not.toBeValidStateMachine()

    Expected: a definition that AWS refuses
    Received: a valid one"
  `);
});

test("a file that is not there is an error, also negated", async () => {
  const missing = `${orderFile.pathname}x.json`;

  expect(await messageOfLater(() => expect(missing).toBeValidStateMachine())).toContain(`There is no file ${missing}.`);
  expect(await messageOfLater(() => expect(missing).not.toBeValidStateMachine())).toContain(
    "expect(definition).not.toBeValidStateMachine()",
  );
});

test("what cannot be a definition is an error, also negated", () => {
  expect(messageOf(() => expect(declinedOrder()).toBeValidStateMachine())).toContain("must be a definition, but was an execution.");
  expect(messageOf(() => expect(Promise.resolve(hold)).not.toBeValidStateMachine())).toContain("Did you forget `await`?");
  expect(messageOf(() => expect(undefined).not.toBeValidStateMachine())).toMatchInlineSnapshot(`
    "expect(definition).not.toBeValidStateMachine()

    The received value must be a definition, its JSON text, its path or URL, or a state machine, but was undefined."
  `);
  expect(messageOf(() => expect([hold]).toBeValidStateMachine())).toContain("but was [{ StartAt:");
});

test("inside another value it is an error, as a promise can be no answer there", () => {
  const asymmetric = expect as unknown as { toBeValidStateMachine(): unknown; not: { toBeValidStateMachine(): unknown } };

  expect(messageOf(() => expect({ hold }).toEqual({ hold: asymmetric.toBeValidStateMachine() }))).toContain("It is asynchronous");
  expect(messageOf(() => expect({ hold }).toEqual({ hold: asymmetric.not.toBeValidStateMachine() }))).toContain("It is asynchronous");
});

test("works as a plain function", async () => {
  expect((await toBeValidStateMachine.call({ equals: Object.is }, hold)).pass).toBe(true);
  expect((await toBeValidStateMachine.call({ equals: Object.is }, broken)).message()).toContain("Received: ");
});
