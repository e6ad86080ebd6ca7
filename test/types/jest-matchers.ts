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
}

export async function acceptedLater(): Promise<void> {
  await expect(Promise.resolve(execution)).resolves.toEndInState("Ship");
}

export function refused(): void {
  // @ts-expect-error a name is a string
  expect(execution).toEndInState(1);
  // @ts-expect-error a misspelt member
  expect(execution).toHaveRetried("Pay", { time: 3 });
}
