import type { ExternalHandle, Landed } from "../kernel/external.ts";
import type { AwsCall, AwsReply } from "./call.ts";

/** The Step Functions API of a world, as its Tasks reach it; what runs machines brings it. */
export interface StepFunctionsPort {
  /** Answers a call; `undefined` when the world has nothing to answer it with. */
  ask(call: AwsCall, handle: ExternalHandle): Landed<AwsReply> | undefined;
}
