import type { Instant } from "../../../base/brand.ts";
import { instant } from "../../../base/brand.ts";
import { md5 } from "../../../base/digest.ts";
import type { Duration } from "../../../base/duration.ts";
import { milliseconds } from "../../../base/duration.ts";
import type { Step } from "../../../kernel/effect.ts";
import { signalled } from "../../../kernel/effect.ts";
import { Signal } from "../../../kernel/signal.ts";
import { asText } from "../parameters.ts";
import type { ApiMembers, Delivery, Receiver } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import type { Consumer, ConsumerHandler } from "./consumer.ts";
import { startConsumer } from "./consumer.ts";
import type { ConsumerOptions } from "./consumer-options.ts";
import type { QueueMessage, StoredMessage } from "./message.ts";
import { shownMessage, statusOf } from "./message.ts";
import type { QueueSettings } from "./queue-options.ts";

/** How a message is sent, beside its body. */
export interface SendOptions {
  readonly delay?: Duration | undefined;
  /** As in SendMessage: `{ name: { DataType: "String", StringValue: "…" } }`. */
  readonly attributes?: ApiMembers | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

/** SQS ignores a message that was sent within the last five minutes. */
const DEDUPLICATION_MS = 300_000;

/** A queue of a world; made by `aws.sqs.createQueue`. */
export class Queue implements Receiver {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** @internal */
  readonly settings: QueueSettings;
  /** @internal */
  readonly world: StandInWorld;
  #messages: StoredMessage[] = [];
  readonly #recent = new Map<string, { readonly message: StoredMessage; readonly at: Instant }>();
  readonly #watchers = new Set<Signal>();

  /** @internal */
  constructor(name: string, settings: QueueSettings, world: StandInWorld) {
    this.name = name;
    this.url = `https://sqs.${world.host.region}.amazonaws.com/${world.host.accountId}/${name}`;
    this.arn = world.arn("sqs", name);
    this.settings = settings;
    this.world = world;
  }

  /** What is in it now, in the order of sending: visible, in flight and delayed. */
  get messages(): readonly QueueMessage[] {
    const now = this.world.now();
    return this.#kept().map((message) => shownMessage(message, now));
  }

  /** Sends a message; a body that is no text is sent as JSON. Answers its id. */
  send(body: unknown, options: SendOptions = {}): string {
    this.world.demandAlive(`queue ${this.name}`);
    const delayMs = options.delay === undefined ? undefined : milliseconds(options.delay, "The delay of a message");
    return this.add(asText(body), { ...options, delayMs }).messageId;
  }

  /**
   * Gives its messages to a function, as Lambda's event source mapping does: in batches, deleted on success, visible again when the
   * function fails. `handler` is any mock, or the name of a function under `lambda`.
   */
  consume(handler: ConsumerHandler, options: ConsumerOptions = {}): Consumer {
    this.world.demandAlive(`queue ${this.name}`);
    return startConsumer(this, handler, options);
  }

  /** @internal */
  takeDelivery({ body, attributes, groupId, deduplicationId }: Delivery): void {
    this.add(body, { attributes, groupId, deduplicationId });
  }

  /** @internal */
  add(body: string, options: SendOptions & { readonly delayMs?: number | undefined }): StoredMessage {
    const deduplicationId = this.#deduplicationId(body, options);
    const known = deduplicationId === undefined ? undefined : this.#recent.get(deduplicationId);
    if (known !== undefined && this.world.now() - known.at < DEDUPLICATION_MS) return known.message;
    const message = this.#store(body, options, deduplicationId);
    if (deduplicationId !== undefined) this.#recent.set(deduplicationId, { message, at: this.world.now() });
    return message;
  }

  #store(
    body: string,
    { attributes, groupId, delayMs }: SendOptions & { delayMs?: number | undefined },
    deduplicationId: string | undefined,
  ): StoredMessage {
    const now = this.world.now();
    const { fifo } = this.settings;
    const message: StoredMessage = {
      messageId: this.world.uuid(`sqs|${this.name}`),
      body,
      messageAttributes: attributes ?? {},
      groupId,
      deduplicationId,
      sequenceNumber: fifo ? String(this.world.count(`sqs|${this.name}|sequence`)).padStart(20, "0") : undefined,
      sentAt: now,
      visibleAt: instant(now + (delayMs ?? this.settings.delayMs)),
      firstReceivedAt: undefined,
      receiveCount: 0,
      receiptHandle: "",
    };
    this.#messages.push(message);
    this.#changed();
    return message;
  }

  #deduplicationId(body: string, { groupId, deduplicationId }: SendOptions): string | undefined {
    if (!this.settings.fifo) return undefined;
    if (groupId === undefined)
      throw new ApiException("MissingParameter", "The request must contain the parameter MessageGroupId.", { isModelled: false });
    if (deduplicationId !== undefined) return deduplicationId;
    if (this.settings.contentBasedDeduplication) return md5(body);
    throw new ApiException(
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
      { isModelled: false },
    );
  }

  /** Takes up to `most` visible messages into flight. @internal */
  receive(most: number, visibilityTimeoutMs: number = this.settings.visibilityTimeoutMs): readonly StoredMessage[] {
    const now = this.world.now();
    const blocked = this.#groupsInFlight(now);
    const taken: StoredMessage[] = [];
    for (const message of this.#visible(now)) {
      if (taken.length >= most) break;
      if (message.groupId !== undefined && blocked.has(message.groupId)) continue;
      if (!this.#wentToDeadLetters(message)) taken.push(this.#takeUp(message, now, visibilityTimeoutMs));
    }
    return taken;
  }

  /** Those that have been visible longest come first. */
  #visible(now: Instant): readonly StoredMessage[] {
    const visible = this.#kept().filter((message) => message.visibleAt <= now);
    return this.settings.fifo ? visible : visible.sort((left, right) => left.visibleAt - right.visibleAt);
  }

  #groupsInFlight(now: Instant): ReadonlySet<string | undefined> {
    if (!this.settings.fifo) return new Set();
    return new Set(this.#messages.filter((message) => statusOf(message, now) === "inFlight").map(({ groupId }) => groupId));
  }

  #takeUp(message: StoredMessage, now: Instant, visibilityTimeoutMs: number): StoredMessage {
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.visibleAt = instant(now + visibilityTimeoutMs);
    message.receiptHandle = Buffer.from(`${message.messageId}:${message.receiveCount}`).toString("base64url");
    return message;
  }

  #wentToDeadLetters(message: StoredMessage): boolean {
    const { deadLetterQueue } = this.settings;
    if (deadLetterQueue === undefined || message.receiveCount < deadLetterQueue.maxReceiveCount) return false;
    this.#remove(message);
    deadLetterQueue.queue.#bury(message);
    return true;
  }

  /** A dead letter keeps its id and its age. */
  #bury(message: StoredMessage): void {
    this.#messages.push({ ...message, visibleAt: this.world.now(), firstReceivedAt: undefined, receiveCount: 0 });
    this.#changed();
  }

  /** The message of a receipt handle, also of an earlier receipt. @internal */
  ofReceipt(receiptHandle: string): StoredMessage | undefined {
    const [messageId] = Buffer.from(receiptHandle, "base64url").toString().split(":");
    return this.#messages.find((message) => message.messageId === messageId && message.receiveCount > 0);
  }

  /** @internal */
  delete(message: StoredMessage | undefined): void {
    if (message === undefined) return;
    this.#remove(message);
    this.#changed();
  }

  /** @internal */
  hide(message: StoredMessage, visibilityTimeoutMs: number): void {
    message.visibleAt = instant(this.world.now() + visibilityTimeoutMs);
    this.#changed();
  }

  /** @internal */
  purge(): void {
    this.#messages = [];
  }

  #remove(message: StoredMessage): void {
    this.#messages = this.#messages.filter((each) => each !== message);
  }

  /** Forgets what is too old. */
  #kept(): StoredMessage[] {
    const oldest = this.world.now() - this.settings.retentionMs;
    if (this.#messages.some(({ sentAt }) => sentAt <= oldest)) this.#messages = this.#messages.filter(({ sentAt }) => sentAt > oldest);
    return this.#messages.slice();
  }

  // — waiting —

  /** Waits until there may be something new to receive, or until an instant. @internal */
  *changes(who: () => string, until?: Instant): Step<void> {
    const signal = new Signal(who);
    this.#watchers.add(signal);
    try {
      yield* signalled(signal, this.#earliest(until));
    } finally {
      this.#watchers.delete(signal);
    }
  }

  /** When the next message becomes visible, if that is before `until`. */
  #earliest(until: Instant | undefined): Instant | undefined {
    const now = this.world.now();
    const next = Math.min(
      until ?? Number.POSITIVE_INFINITY,
      ...this.#kept().map(({ visibleAt }) => (visibleAt > now ? visibleAt : Number.POSITIVE_INFINITY)),
    );
    return next === Number.POSITIVE_INFINITY ? undefined : instant(next);
  }

  #changed(): void {
    for (const watcher of this.#watchers) this.world.host.kernel.signal(watcher, undefined);
  }
}
