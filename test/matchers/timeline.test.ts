import { expect, test } from "vitest";
import { timeline } from "../../src/simulator/timeline.ts";
import { RunBuilder } from "./run-builder.ts";
import { declinedOrder, failedOrder, fanout, mapRun, runningOrder } from "./runs.ts";

test("attempts, waits and the catcher of a retried state", () => {
  expect(timeline(declinedOrder())).toMatchInlineSnapshot(`
    "OrderMachine  SUCCEEDED after 14s of virtual time

                    0s             5s             10s      14s
    ValidateOrder   ▏
    ProcessPayment  ✗·2s··✗····4s·····✗··········8s··········✗  ✗ PaymentDeclined, caught → TellCustomer
    TellCustomer                                             ▏"
  `);
});

test("branches stand under one another on one time axis", () => {
  expect(timeline(fanout(), { width: 80 })).toMatchInlineSnapshot(`
    "StateMachine  SUCCEEDED after 4s of virtual time

                  0s              1s               2s              3s             4s
    Fanout        ██████████████████████████████████████████████████████████████████
      [0] Charge  ██████████████████████████████████████████████████
      [1] Hold    █████████████████
          Note                    █████████████████
          Rest                                     █████████████████
          Mail                                                     █████████████████
    Done                                                                           ▏"
  `);
});

test("a failure, with its cause made harmless", () => {
  expect(timeline(failedOrder(), { width: 60 })).toMatchInlineSnapshot(`
    "OrderMachine  FAILED after 3s of virtual time

                    0s                  2s      3s
    ValidateOrder   ▏
    ProcessPayment  █████████████████████████████✗  ✗ OutOfOrder

    ✗ FAILED  OutOfOrder: the terminal\\nis broken\\u001b[2J"
  `);
});

test("the items of a big Map are folded", async () => {
  expect(timeline(await mapRun(10_000, "unlimited"), { width: 60 })).toMatchInlineSnapshot(`
    "StateMachine  SUCCEEDED after 0s of virtual time

                         0s
    EachItem             ▏
      [0] Step           ▏
      [1] Step           ▏
      [2] Step           ▏
      … 9997 more items  ▒"
  `);
});

test("an execution that is still running is drawn up to now", () => {
  expect(timeline(runningOrder(), { width: 60 })).toMatchInlineSnapshot(`
    "Execution  still RUNNING at 5s of virtual time

                    0s            2s            4s   5s
    ValidateOrder   ▏
    ProcessPayment  ███████████████████████████████████  running"
  `);
});

test("a choice tells its rule, and days have days on the axis", () => {
  const run = new RunBuilder();
  run.main.enter("IsBig", "Choice").exit({}, "Wait", { rule: 0 });
  const wait = run.main.enter("Wait", "Wait");
  run.at(3 * 86_400);
  wait.exit({}, "IsBig");
  run.main.enter("IsBig", "Choice").exit({}, "Done", { rule: "default" });
  run.main.pass("Done", "Succeed");

  expect(timeline(run.succeeded({}), { width: 80 })).toMatchInlineSnapshot(`
    "OrderMachine  SUCCEEDED after 3d of virtual time

              0s                1d                2d              3d
    IsBig     ▏                                                       rule 0 → Wait
    Wait      ██████████████████████████████████████████████████████
    IsBig                                                          ▏  default → Done
    Done                                                           ▏"
  `);
});

test("colours are there only when asked for", () => {
  expect(timeline(declinedOrder())).not.toContain("\u001b[");
  expect(timeline(declinedOrder(), { colour: true })).toContain("\u001b[31m✗\u001b[0m");
});

test("a long loop is folded in the middle, and no line is longer than the width", () => {
  const run = new RunBuilder();
  for (let turn = 0; turn < 1_000; turn++) run.at(turn).main.pass(`A state with a name that is much longer than the column for it ${turn}`);

  const lines = timeline(run.succeeded({})).split("\n");

  expect(lines.length).toBeLessThan(100);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.filter((line) => line.includes("… 920 more rows"))).toHaveLength(1);
});
