import type { ExternalHandle } from "../kernel/external.ts";
import type { AwsCall } from "./call.ts";
import type { MockSlot } from "./mocks.ts";

/** What of a world outlives its reset. */
export interface Home {
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
}

/** A call that a mock is to answer. */
export interface Question {
  readonly slot: MockSlot;
  readonly call: AwsCall;
  readonly handle: ExternalHandle;
  readonly home: Home;
  /** Which call of this mock it is, from 1. */
  readonly nth: number;
}
