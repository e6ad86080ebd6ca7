import type { Execution } from "sfn-testkit";
import { after as later, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, fanout, mapRun, task } from "./runs.ts";

/** Packs so many items, two at a time, a second each. */
async function packing(items: number): Promise<Execution> {
  const Each = { Type: "Map", MaxConcurrency: 2, End: true, ItemProcessor: { StartAt: "Pack", States: { Pack: task("Pack") } } };
  return await runStateMachine(
    { StartAt: "Each", States: { Each } },
    { input: [...Array(items).keys()], mocks: { lambda: { Pack: later("1s", {}) } } },
  );
}

/** Three iterations, each with a Map of two of its own. */
async function nested(): Promise<Execution> {
  const Inner = { Type: "Map", End: true, ItemsPath: "$", ItemProcessor: { StartAt: "Pack", States: { Pack: task("Pack") } } };
  const Outer = { Type: "Map", End: true, ItemProcessor: { StartAt: "Inner", States: { Inner } } };
  const input = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  return await runStateMachine({ StartAt: "Outer", States: { Outer } }, { input, mocks: { lambda: { Pack: later("1s", {}) } } });
}

describe("toHaveReachedConcurrency and toHaveStayedWithinConcurrency", () => {
  test("pass by the most iterations open at once", async () => {
    const execution = await packing(5);

    expect(execution).toHaveReachedConcurrency("Each", 2);
    expect(execution).toHaveReachedConcurrency("Each", 1);
    expect(execution).not.toHaveReachedConcurrency("Each", 3);
    expect(execution).toHaveStayedWithinConcurrency("Each", 2);
    expect(execution).not.toHaveStayedWithinConcurrency("Each", 1);
  });

  test("a state inside a Map stands for the nearest Map", async () => {
    expect(await packing(5)).toHaveReachedConcurrency("Pack", 2);
    expect(await packing(5)).not.toHaveReachedConcurrency("Pack", 3);
    expect(await nested()).toHaveReachedConcurrency("Outer", 3);
    expect(await nested()).not.toHaveReachedConcurrency("Outer", 4);
    // Not of the outer Map: all iterations of the inner one, wherever they are.
    expect(await nested()).toHaveReachedConcurrency("Inner", 6);
    expect(await nested()).toHaveReachedConcurrency("Pack", 6);
    expect(await nested()).toHaveStayedWithinConcurrency("Pack", 6);
  });

  test("iterations that start and end in one instant are open together by the order of events", async () => {
    expect(await mapRun(4, "one")).toHaveStayedWithinConcurrency("EachItem", 1);
    expect(await mapRun(4, "unlimited")).toHaveReachedConcurrency("EachItem", 4);
    expect(await mapRun(0, "unlimited")).toHaveStayedWithinConcurrency("EachItem", 0);
  });

  test("tell the most there was, and when", async () => {
    const execution = await packing(3);

    expect(messageOf(() => expect(execution).toHaveReachedConcurrency("Each", 3))).toMatchInlineSnapshot(`
      "expect(execution).toHaveReachedConcurrency("Each", 3)

      Expected: "Each" to reach a concurrency of 3
      Received: at most 2 iterations of "Each" open at once, first at 0s

      Path taken:
      >      0s  Each
             0s    [0] Pack
             0s    [1] Pack
             1s    [2] Pack
        It SUCCEEDED after 2s.

      Compare with MaxConcurrency, the number of items, and how long each of them takes."
    `);
    expect(messageOf(() => expect(execution).not.toHaveReachedConcurrency("Each", 2))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveReachedConcurrency("Each", 2)

      Expected: "Each" to stay below a concurrency of 2
      Received: at most 2 iterations of "Each" open at once, first at 0s

      Path taken:
      >      0s  Each
             0s    [0] Pack
             0s    [1] Pack
             1s    [2] Pack
        It SUCCEEDED after 2s.

      Compare with MaxConcurrency, the number of items, and how long each of them takes."
    `);
    expect(messageOf(() => expect(execution).toHaveStayedWithinConcurrency("Each", 1))).toMatchInlineSnapshot(`
      "expect(execution).toHaveStayedWithinConcurrency("Each", 1)

      Expected: "Each" to stay within a concurrency of 1
      Received: at most 2 iterations of "Each" open at once, first at 0s

      Path taken:
      >      0s  Each
             0s    [0] Pack
             0s    [1] Pack
             1s    [2] Pack
        It SUCCEEDED after 2s.

      Compare with MaxConcurrency of the Map; the iterations of one that itself runs several times at once add up."
    `);
    expect(messageOf(() => expect(execution).not.toHaveStayedWithinConcurrency("Pack", 2))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveStayedWithinConcurrency("Pack", 2)

      Expected: "Pack" to exceed a concurrency of 2
      Received: at most 2 iterations of "Each" open at once, first at 0s

      Path taken:
             0s  Each
      >      0s    [0] Pack
      >      0s    [1] Pack
      >      1s    [2] Pack
        It SUCCEEDED after 2s.

      Compare with MaxConcurrency of the Map; the iterations of one that itself runs several times at once add up."
    `);
  });

  test("tell that there were no items", async () => {
    const execution = await packing(0);

    expect(messageOf(() => expect(execution).toHaveReachedConcurrency("Each", 1))).toContain('no iteration of "Each" was started');
    expect(messageOf(() => expect(execution).toHaveReachedConcurrency("Pack", 1))).toContain('"Pack" was never entered');
  });

  test("a state without a Map, and what is no number, are errors, also negated", () => {
    expect(messageOf(() => expect(declinedOrder()).not.toHaveReachedConcurrency("ProcessPayment", 2))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveReachedConcurrency("ProcessPayment", 2)

      "ProcessPayment" is neither a Map nor inside one, so it has no iterations. For branches there is toHaveRunInParallel."
    `);
    expect(messageOf(() => expect(fanout()).toHaveStayedWithinConcurrency("Fanout", 2))).toContain("neither a Map nor inside one");
    expect(messageOf(() => expect(fanout()).not.toHaveReachedConcurrency("Fanout", 1.5))).toContain(
      "The concurrency must be a whole number of iterations, but was 1.5.",
    );
  });
});
