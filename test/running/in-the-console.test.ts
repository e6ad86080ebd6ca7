import { inspect } from "node:util";
import { fails, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { machine, pass, task, wait } from "./machines.ts";

const charging = machine({ Wait: wait(3, { Next: "Charge" }), Charge: task("charge") });

test("an execution that succeeded is drawn, and its output told", async () => {
  const execution = await runStateMachine(charging, { stateMachineName: "Orders", mocks: { lambda: { charge: { paid: true } } } });

  expect(inspect(execution)).toBe(`${execution}\n\noutput: { paid: true }`);
  expect(String(execution)).toContain("Orders  SUCCEEDED after 3s of virtual time");
});

test("one that failed is drawn with its error and cause", async () => {
  const execution = await runStateMachine(charging, { mocks: { lambda: { charge: fails("Declined", "card expired") } } });

  expect(inspect(execution)).toBe(String(execution));
  expect(inspect(execution)).toMatch(/✗ FAILED {2}Declined: card expired$/);
});

test("one that is still running is drawn as far as it got", async () => {
  const running = await startStateMachine(charging, { aws: mockAws({}, { startTime: "2030-01-01" }) });
  expect(inspect(running)).toContain("Execution  still RUNNING at 0s of virtual time");

  await running.advance("2s");

  expect(inspect(running)).toBe(String(running));
  expect(inspect(running)).toMatch(/^Wait +█+ {2}running$/m);
});

test("colours are there when the console has them", async () => {
  const execution = await runStateMachine(machine({ A: pass() }), { input: { n: 1 } });

  expect(inspect(execution, { colors: true })).toContain("\u001b[32m▏\u001b[0m");
  expect(inspect(execution, { colors: false })).not.toContain("\u001b");
});

test("deep inside other values it takes a line", async () => {
  const execution = await runStateMachine(machine({ A: pass() }));

  expect(inspect({ a: { b: { execution } } }, { depth: 1 })).toContain("[Object]");
  expect(inspect({ a: { b: { execution } } }, { depth: 2 })).toContain("[Execution SUCCEEDED]");
});

test("what is shown is no member of the execution", async () => {
  const execution = await runStateMachine(machine({ A: pass() }));

  expect(Reflect.ownKeys(execution)).not.toContain(Symbol.for("nodejs.util.inspect.custom"));
  expect(Object.keys(JSON.parse(JSON.stringify(execution)) as object)).toContain("history");
});

test("a note is told in full as long as bars of 24 columns can be read beside it", async () => {
  const guarded = machine({
    Charge: task("charge", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "TellTheCustomerAboutIt" }] }),
    TellTheCustomerAboutIt: pass(),
  });

  const execution = await runStateMachine(guarded, { mocks: { lambda: { charge: fails("PaymentDeclined") } } });

  expect(String(execution)).toContain("✗ PaymentDeclined, caught → TellTheCustomerAboutIt\n");
});
