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
  expect(execution).toHaveTimedOut();
  expect(execution).toHaveBeenAborted();
  expect(execution).toHaveBeenAborted("Pay");
  expect(execution).toHaveVisited("Pay", "Ship");
  expect(execution).toHaveReachedConcurrency("Pay", 2);
  expect(execution).toHaveStayedWithinConcurrency("Pay", 2);
  expect(execution).toHaveTimedOutIn("Pay");
  expect(execution).toHaveWaited("Pay", "5m");
  expect(execution).toHaveWaited("Pay", expect.closeTo(300));
  expect(execution).toHaveLasted(14);
  expect(execution).toHaveFinishedWithin("1m");
  expect(execution).toHaveStateInput("Pay", expect.objectContaining({ id: 1 }));
  expect(execution).toHaveStateOutput("Pay", null);
  expect(execution).toHaveOutputAt("$.id", undefined);
  expect(execution).toHaveVariable("total", 3);
  expect(execution).toHaveCalledService("dynamodb:putItem", expect.anything(), { times: 2 });
  expect(execution).toHaveInvoked("Pay", undefined, { times: 2 });
  expect(execution).toHaveUsedTransitions({ atMost: 3 });
  expect(execution).toMatchHistorySnapshot({ detail: "events", mask: ["$..id"] });
  expect([execution]).toEqual([expect.toEndInState("Ship")]);
  expect([execution]).toEqual([expect.toHaveInvoked("Pay", { id: 1 })]);
}

export async function acceptedLater(): Promise<void> {
  await expect(Promise.resolve(execution)).resolves.toEndInState("Ship");
  await expect(Promise.resolve(execution)).resolves.not.toHaveRetried("Pay");
  await expect("order.asl.json").toBeValidStateMachine();
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
  // @ts-expect-error a state is named by a string
  expect(execution).toHaveBeenAborted(1);
  // @ts-expect-error at least one name
  expect(execution).toHaveVisited();
  // @ts-expect-error a number of iterations
  expect(execution).toHaveReachedConcurrency("Pay");
  // @ts-expect-error a number of iterations
  expect(execution).toHaveStayedWithinConcurrency("Pay", "2");
  // @ts-expect-error a duration
  expect(execution).toHaveWaited("Pay");
  // @ts-expect-error a duration
  expect(execution).toHaveLasted();
  // @ts-expect-error a value to compare with
  expect(execution).toHaveStateInput("Pay");
  // @ts-expect-error a value to compare with
  expect(execution).toHaveOutputAt("$.id");
  // @ts-expect-error an action of a service
  expect(execution).toHaveCalledService("putItem");
  // @ts-expect-error `times` is a number
  expect(execution).toHaveInvoked("Pay", {}, { times: "2" });
  // @ts-expect-error a limit
  expect(execution).toHaveUsedTransitions(3);
  // @ts-expect-error masks are a list
  expect(execution).toMatchHistorySnapshot({ mask: "$..id" });
  // @ts-expect-error it takes no argument
  void expect("order.asl.json").toBeValidStateMachine("STANDARD");
  // @ts-expect-error it is asynchronous, which is nothing inside another value
  expect.toBeValidStateMachine();
}
