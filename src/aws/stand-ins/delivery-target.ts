import type { Json } from "../../base/json.ts";
import type { Mock } from "../mocks.ts";
import { invocableOf, invokedAsynchronously } from "./invocable.ts";
import type { Delivery, Receiver } from "./stand-in.ts";
import { isReceiver } from "./stand-in.ts";
import type { StandInWorld } from "./world.ts";

/** Where a topic or a rule delivers: a queue or another receiver, the name of a function under `lambda`, or a mock. */
export type DeliveryTarget = Receiver | Mock;

/** Delivers to a target of a topic or a rule; functions are invoked asynchronously, as AWS does. */
export function deliver(world: StandInWorld, target: DeliveryTarget, message: Delivery, functionEvent: Json, sender: string): void {
  if (isReceiver(target)) target.takeDelivery(message);
  else world.run(sender, invokedAsynchronously(world, invocableOf(target, sender), functionEvent));
}
