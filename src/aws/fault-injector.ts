import type { ExternalHandle, Landed } from "../kernel/external.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import type { WorldState } from "./mock-aws.ts";

/** Comes between the Tasks of one execution and their world: it may ask the world, and may answer otherwise, later or never. */
export interface FaultInjector {
  answer(call: AwsCall, world: WorldState, handle: ExternalHandle): Landed<AwsReply> | Promise<Landed<AwsReply>>;
}
