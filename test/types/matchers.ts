/** Checked by the compiler alone: what `expect(execution)` accepts, and what it refuses. */
import { expect } from "vitest";
import "../../matchers/vitest.ts";
import * as matchers from "../../matchers/index.ts";
import type { Execution } from "../../src/simulator/execution.ts";

declare const execution: Execution;

export function accepted(): void {
  expect.extend(matchers);
  expect(execution).toEndInState("Ship");
  expect(execution).not.toHaveSucceeded();
  expect(execution).toHaveSucceeded({ total: expect.any(Number) });
  expect(execution).toHaveFailed({ error: expect.stringContaining("Declined"), cause: "card expired" });
  expect(execution).toHaveTakenPath(["Validate", "Ship"] as const);
  expect(execution).toHaveRetried("Pay", { times: 3, delays: ["2s", 4], error: "PaymentDeclined" });
  expect(execution).toHaveCaught("Pay", { error: "PaymentDeclined", next: "Tell" });
  expect(execution).toHaveRunInParallel("Pay", "Tell", "Ship");
  expect(execution).toMatchHistorySnapshot({ detail: "events" });
  expect([execution]).toEqual([expect.toEndInState("Ship")]);
}

export async function acceptedLater(): Promise<void> {
  await expect(Promise.resolve(execution)).resolves.toEndInState("Ship");
  await expect(Promise.resolve(execution)).resolves.not.toHaveRetried("Pay");
}

export function refused(): void {
  // @ts-expect-error a state has a name
  expect(execution).toEndInState();
  // @ts-expect-error a name is a string
  expect(execution).toEndInState(1);
  // @ts-expect-error the expectation is an object
  expect(execution).toHaveFailed("PaymentDeclined");
  // @ts-expect-error a misspelt member
  expect(execution).toHaveRetried("Pay", { time: 3 });
  // @ts-expect-error delays are a list
  expect(execution).toHaveRetried("Pay", { delays: "2s" });
  // @ts-expect-error a delay is a duration
  expect(execution).toHaveRetried("Pay", { delays: [true] });
  // @ts-expect-error a misspelt member
  expect(execution).toHaveCaught("Pay", { nxt: "Tell" });
  // @ts-expect-error the path is one array
  expect(execution).toHaveTakenPath("Validate", "Ship");
  // @ts-expect-error at least one name
  expect(execution).toHaveRunInParallel();
  // @ts-expect-error no such detail
  expect(execution).toMatchHistorySnapshot({ detail: "all" });
}
