import type { Instant } from "../../../base/brand.ts";
import { instant } from "../../../base/brand.ts";
import { md5 } from "../../../base/digest.ts";
import { frozenJson } from "../../../base/frozen-json.ts";
import type { Json } from "../../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../../base/json.ts";
import type { Step } from "../../../kernel/effect.ts";
import { signalled } from "../../../kernel/effect.ts";
import { Signal } from "../../../kernel/signal.ts";
import type { Mock } from "../../mocks.ts";
import type { FunctionAnswer, Invocable } from "../invocable.ts";
import { invocableOf, invoked } from "../invocable.ts";
import type { ConsumerOptions, ConsumerSettings } from "./consumer-options.ts";
import { consumerSettings } from "./consumer-options.ts";
import type { StoredMessage } from "./message.ts";
import { eventRecord } from "./message.ts";
import type { Queue } from "./queue.ts";

/** A mock, or the name of a function under `lambda`. */
export type ConsumerHandler = Mock;

/** What gives a queue's messages to a function; see `queue.consume`. */
export interface Consumer {
  /** Events under way. */
  readonly running: number;
  /** Receives no more; events under way end as they would. */
  stop(): void;
}

/** Starts an event source mapping of Lambda. */
export function startConsumer(queue: Queue, handler: ConsumerHandler, options: ConsumerOptions): Consumer {
  const mapping = new EventSourceMapping(queue, invocableOf(handler, `the consumer of ${queue.name}`), consumerSettings(options));
  queue.world.run(`the consumer of ${queue.name}`, mapping.poll());
  return mapping;
}

/** Lambda's event source mapping for SQS: gathers batches, invokes the function, deletes what it has done. */
class EventSourceMapping implements Consumer {
  readonly #queue: Queue;
  readonly #function: Invocable;
  readonly #settings: ConsumerSettings;
  #running = 0;
  #stopped = false;
  /** What the poller waits for while all slots are taken. */
  #slot: Signal | undefined;

  constructor(queue: Queue, invocable: Invocable, settings: ConsumerSettings) {
    this.#queue = queue;
    this.#function = invocable;
    this.#settings = settings;
  }

  get running(): number {
    return this.#running;
  }

  stop(): void {
    this.#stopped = true;
  }

  *poll(): Step<void> {
    for (;;) {
      if (this.#running >= this.#settings.concurrency) yield* this.#slotFree();
      const batch = yield* this.#gather();
      if (batch === undefined) return;
      this.#running++;
      this.#queue.world.run(this.#label(), this.#handle(batch));
    }
  }

  *#slotFree(): Step<void> {
    this.#slot = new Signal(() => this.#label());
    yield* signalled(this.#slot);
  }

  /** Messages are in flight from the moment they are gathered; `undefined` once it was stopped. */
  *#gather(): Step<readonly StoredMessage[] | undefined> {
    const { batchSize, windowMs } = this.#settings;
    const batch: StoredMessage[] = [];
    let end: Instant | undefined;
    for (;;) {
      if (this.#stopped && batch.length === 0) return undefined;
      if (!this.#stopped) batch.push(...this.#queue.receive(batchSize - batch.length));
      const now = this.#queue.world.now();
      if (batch.length > 0) end ??= instant(now + windowMs);
      if (batch.length >= batchSize || (end !== undefined && now >= end)) return batch;
      yield* this.#queue.changes(() => this.#label(), end);
    }
  }

  *#handle(batch: readonly StoredMessage[]): Step<void> {
    const answer = yield* invoked(this.#queue.world, this.#function, this.#event(batch));
    for (const message of batch) if (!this.#failed(message, batch, answer)) this.#queue.delete(message);
    this.#running--;
    if (this.#slot !== undefined) this.#queue.world.host.kernel.signal(this.#slot, undefined);
  }

  #event(batch: readonly StoredMessage[]): Json {
    const { arn, world } = this.#queue;
    return frozenJson({ Records: batch.map((message) => eventRecord(message, md5(message.body), arn, world.host.region)) });
  }

  #failed(message: StoredMessage, batch: readonly StoredMessage[], answer: FunctionAnswer): boolean {
    if (answer === undefined) return true;
    if (!this.#settings.reportsItems) return false;
    const failures = itemFailures(answer.value, batch);
    return failures === "all" || failures.has(message.messageId);
  }

  #label(): string {
    return `the consumer of ${this.#queue.name}`;
  }
}

/** Lambda, "Reporting batch item failures": an id that is none of the batch's makes the whole batch fail. */
function itemFailures(answer: Json, batch: readonly StoredMessage[]): ReadonlySet<string> | "all" {
  const failures = isJsonObject(answer) ? answer["batchItemFailures"] : undefined;
  if (failures === undefined || failures === null) return new Set();
  if (!isJsonArray(failures)) return "all";
  const known = new Set(batch.map(({ messageId }) => messageId));
  const ids = failures.map((failure) => (isJsonObject(failure) ? failure["itemIdentifier"] : undefined));
  return ids.every((id) => typeof id === "string" && known.has(id)) ? new Set(ids as string[]) : "all";
}
