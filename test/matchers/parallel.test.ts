import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { randomMap, someTogether, turnsOf } from "./random-map.ts";
import { RunBuilder } from "./run-builder.ts";
import { declinedOrder, fanout, mapRun, retriedFanout, twoRounds } from "./runs.ts";

describe("toHaveRunInParallel, in a Parallel", () => {
  test("passes for states of different branches that share an instant", () => {
    expect(fanout()).toHaveRunInParallel("Charge", "Note");
    expect(fanout()).toHaveRunInParallel("Note", "Charge");
    expect(fanout()).toHaveRunInParallel("Charge", "Hold");
  });

  test("intervals are closed: one that begins when the other ends shares that instant", () => {
    expect(fanout()).toHaveRunInParallel("Charge", "Mail");
  });

  test("states of one branch are not parallel, even where they touch", () => {
    expect(fanout()).not.toHaveRunInParallel("Hold", "Note");
    expect(fanout()).not.toHaveRunInParallel("Charge", "Hold", "Note");
  });

  test("one name alone, or twice, asks for different iterations", () => {
    expect(fanout()).not.toHaveRunInParallel("Charge");
    expect(fanout()).not.toHaveRunInParallel("Charge", "Charge");
  });

  test("a state is not parallel to the Parallel around it, nor to what comes after", () => {
    expect(fanout()).not.toHaveRunInParallel("Fanout", "Charge");
    expect(fanout()).not.toHaveRunInParallel("Mail", "Done");
  });

  test("a branch before a retry and one after it are not of one run", async () => {
    expect(await retriedFanout()).not.toHaveRunInParallel("OnlyFirst", "OnlySecond");
    expect(await retriedFanout()).toHaveRunInParallel("OnlyFirst", "Work");
    expect(await retriedFanout()).toHaveRunInParallel("OnlySecond", "Work");
  });

  test("tells when the states were at work", () => {
    expect(messageOf(() => expect(fanout()).toHaveRunInParallel("Note", "Mail"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveRunInParallel("Note", "Mail")

      Expected: "Note" and "Mail" to run in parallel
      Received: never at the same time in different branches or iterations
        "Note": 1s to 2s in Fanout[1]
        "Mail": 3s to 4s in Fanout[1]

      Path taken:
             0s  Fanout
             0s    [0] Charge
             0s    [1] Hold
      >      1s    [1] Note
             2s    [1] Rest
      >      3s    [1] Mail
             4s  Done
        It SUCCEEDED after 4s.

      States of one branch, and iterations of a Map with MaxConcurrency 1, run one after another."
    `);
  });

  test("tells, negated, the instant and the places", () => {
    expect(messageOf(() => expect(fanout()).not.toHaveRunInParallel("Charge", "Note"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveRunInParallel("Charge", "Note")

      Expected: "Charge" and "Note" not to run in parallel
      Received: at 1s all were at work: "Charge" in Fanout[0] and "Note" in Fanout[1]

      Path taken:
             0s  Fanout
      >      0s    [0] Charge
             0s    [1] Hold
      >      1s    [1] Note
             2s    [1] Rest
             3s    [1] Mail
             4s  Done
        It SUCCEEDED after 4s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells which state was never entered", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveRunInParallel("ValidateOrder", "Ship"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveRunInParallel("ValidateOrder", "Ship")

      Expected: "ValidateOrder" and "Ship" to run in parallel
      Received: never at the same time in different branches or iterations
        "ValidateOrder": 0s to 0s at top level
        "Ship": never entered

      Path taken:
      >      0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      "Ship" was never entered: give the run an input, or mocks, that lead there."
    `);
  });

  test("no name at all is an error", () => {
    // @ts-expect-error no name
    expect(() => expect(fanout()).toHaveRunInParallel()).toThrow("Name the states");
  });
});

describe("toHaveRunInParallel, in a Map", () => {
  test("iterations open together are parallel, even if each was over at once", async () => {
    expect(await mapRun(3, "unlimited")).toHaveRunInParallel("Step");
    expect(await mapRun(3, "unlimited")).toHaveRunInParallel("Step", "Step", "Step");
    expect(await mapRun(3, "unlimited")).not.toHaveRunInParallel("Step", "Step", "Step", "Step");
  });

  test("iterations one after another are not parallel, even at one instant", async () => {
    expect(await mapRun(3, "one")).not.toHaveRunInParallel("Step");
  });

  test("a single iteration is not parallel to itself", async () => {
    expect(await mapRun(1, "unlimited")).not.toHaveRunInParallel("Step");
  });

  test("iterations of two rounds are not of one run", async () => {
    expect(await twoRounds()).not.toHaveRunInParallel("Step");
  });

  test("tells, negated, which iterations", async () => {
    const execution = await mapRun(2, "unlimited");

    expect(messageOf(() => expect(execution).not.toHaveRunInParallel("Step"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveRunInParallel("Step")

      Expected: "Step" not to run in parallel, in different iterations
      Received: at 0s all were at work: "Step" in EachItem[1] and "Step" in EachItem[0]

      Path taken:
             0s  EachItem
      >      0s    [0] Step
      >      0s    [1] Step
        It SUCCEEDED after 0s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test.each(["staggered", "one"] as const)(
    "10,000 iterations, %s, that never meet are decided quickly",
    async (concurrency) => {
      expect(await mapRun(10_000, concurrency)).not.toHaveRunInParallel("Step", "Step");
    },
    2_000,
  );

  test("10,000 iterations that all meet are decided quickly", async () => {
    expect(await mapRun(10_000, "unlimited")).toHaveRunInParallel("Step", "Step");
  }, 2_000);
});

test("a state that is still running runs in parallel to what is entered now", () => {
  const run = new RunBuilder();
  const [left, right] = run.main.enter("Fanout", "Parallel").branches(2);
  left!.enter("Slow", "Task");
  run.at(10);
  right!.pass("Late");

  expect(run.running()).toHaveRunInParallel("Slow", "Late");
});

test("the answer is the one that trying every combination gives", () => {
  fc.assert(
    fc.property(turnsOf, fc.constantFrom(["A", "A"], ["A", "B"], ["A", "B", "B"]), (turns, names) => {
      const { execution, stays } = randomMap(turns);
      const isParallel = someTogether(stays, names);

      if (isParallel) expect(execution).toHaveRunInParallel(names[0] as string, ...names.slice(1));
      else expect(execution).not.toHaveRunInParallel(names[0] as string, ...names.slice(1));
    }),
    { numRuns: 300 },
  );
});
