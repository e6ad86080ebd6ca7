import type { Instant } from "../../../base/brand.ts";
import type { OptionSet } from "../../../base/check-options.ts";
import { checkOptions, objectOf, oneOf, optionSet } from "../../../base/check-options.ts";
import { frozenJson } from "../../../base/frozen-json.ts";
import type { JsonObject } from "../../../base/json.ts";
import type { DeliveryTarget } from "../delivery-target.ts";
import { deliver } from "../delivery-target.ts";
import { compilePolicy } from "../event-pattern/filter-policy.ts";
import { asText } from "../parameters.ts";
import type { ApiMembers } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import type { Notification } from "./notification.ts";
import { envelopeOf, snsRecord } from "./notification.ts";

/** How a target is subscribed to a topic. */
export interface SubscribeOptions {
  /** A queue gets the message as it is, without SNS's envelope. */
  readonly rawMessageDelivery?: boolean | undefined;
  /** Which messages are delivered, by their attributes. */
  readonly filterPolicy?: object | undefined;
}

/** A message that was published. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly message: string;
  readonly subject: string | undefined;
  readonly messageAttributes: ApiMembers;
  readonly at: Date;
}

interface Subscription {
  readonly arn: string;
  readonly target: DeliveryTarget;
  readonly isRaw: boolean;
  readonly takes: (attributes: ApiMembers) => boolean;
}

const OPTIONS: OptionSet = optionSet<SubscribeOptions>("a subscription", "", {
  rawMessageDelivery: oneOf(true, false),
  filterPolicy: objectOf("a filter policy", 'For example `{ kind: ["created"] }`.'),
});

/** A topic of a world; made by `aws.sns.createTopic`. */
export class Topic {
  readonly name: string;
  readonly arn: string;
  readonly #world: StandInWorld;
  readonly #subscriptions: Subscription[] = [];
  readonly #published: (Notification & { readonly at: Instant })[] = [];

  /** @internal */
  constructor(name: string, world: StandInWorld) {
    this.name = name;
    this.arn = world.arn("sns", name);
    this.#world = world;
  }

  /** All that was published to it, in order. */
  get published(): readonly PublishedMessage[] {
    return this.#published.map(({ messageId, message, subject, attributes, at }) => {
      return { messageId, message, subject, messageAttributes: attributes, at: new Date(at) };
    });
  }

  /** Delivers what is published from now on to a queue, to a function under `lambda` by its name, or to a mock. */
  subscribe(target: DeliveryTarget, options: SubscribeOptions = {}): void {
    this.#world.demandAlive(`topic ${this.name}`);
    checkOptions(options, OPTIONS);
    const arn = `${this.arn}:${this.#world.uuid(`sns|${this.name}|subscription`)}`;
    const takes = options.filterPolicy === undefined ? () => true : compilePolicy(options.filterPolicy as JsonObject);
    this.#subscriptions.push({ arn, target, isRaw: options.rawMessageDelivery ?? false, takes });
  }

  /** Publishes a message, as Publish does; one that is no text as JSON. Answers its id. */
  publish(message: unknown, { subject, attributes }: { readonly subject?: string; readonly attributes?: ApiMembers } = {}): string {
    this.#world.demandAlive(`topic ${this.name}`);
    return this.add({ message: asText(message), subject, attributes: attributes ?? {}, groupId: undefined, deduplicationId: undefined });
  }

  /** @internal */
  add(details: Omit<Notification, "messageId" | "topicArn" | "sentAt">): string {
    const at = this.#world.now();
    const notification: Notification = { ...details, messageId: this.#world.uuid(`sns|${this.name}`), topicArn: this.arn, sentAt: at };
    this.#published.push({ ...notification, at });
    for (const subscription of this.#subscriptions) if (subscription.takes(details.attributes)) this.#deliver(notification, subscription);
    return notification.messageId;
  }

  #deliver(notification: Notification, { arn, target, isRaw }: Subscription): void {
    const { message, attributes, groupId, deduplicationId } = notification;
    const event = frozenJson({ Records: [snsRecord(notification, arn)] });
    const body = isRaw ? message : envelopeOf(notification, arn);
    const delivery = { body, event, attributes: isRaw ? attributes : {}, groupId, deduplicationId };
    deliver(this.#world, target, delivery, event, `the topic ${this.name}`);
  }
}
