/** Checked by the compiler alone: the same matchers on the `expect` of `@jest/globals`. */
import { expect } from "@jest/globals";
import "../../matchers/jest-globals.ts";
import * as matchers from "../../matchers/index.ts";
import serializer from "../../matchers/serializer.ts";
import type { Execution } from "../../src/simulator/execution.ts";

declare const execution: Execution;

export function accepted(): void {
  expect.extend({ ...matchers });
  expect.addSnapshotSerializer(serializer);
  expect(execution).toEndInState("Ship");
  expect(execution).not.toHaveFailed({ error: expect.stringContaining("Declined") });
  expect(execution).toHaveRetried("Pay", { times: 3, delays: ["2s", 4], error: expect.any(String) });
  expect(execution).toHaveCalledService("dynamodb:putItem", expect.anything(), { times: 2 });
  expect([execution]).toEqual([expect.toHaveInvoked("Pay", { id: 1 })]);
  expect([execution]).toEqual([expect.not.toHaveVisited("Pay")]);
}

export async function acceptedLater(): Promise<void> {
  await expect(Promise.resolve(execution)).resolves.toEndInState("Ship");
  await expect("order.asl.json").toBeValidStateMachine();
}

export function refused(): void {
  // @ts-expect-error a name is a string
  expect(execution).toEndInState(1);
  // @ts-expect-error a misspelt member
  expect(execution).toHaveRetried("Pay", { time: 3 });
  // @ts-expect-error an action of a service
  expect(execution).toHaveCalledService("putItem");
  // @ts-expect-error a value to compare with
  expect(execution).toHaveStateInput("Pay");
}
