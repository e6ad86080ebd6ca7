import { UsageError } from "../../../base/errors.ts";
import { perform } from "../operations.ts";
import type { ApiMembers, ApiRequest, StandIn } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import { Queue } from "./queue.ts";
import type { QueueOptions } from "./queue-options.ts";
import { queueSettings } from "./queue-options.ts";
import { sqsOperations } from "./sqs-operations.ts";

/** Amazon SQS of a world; `aws.sqs`. */
export class Sqs implements StandIn {
  readonly #world: StandInWorld;
  readonly #queues = new Map<string, Queue>();

  /** @internal */
  constructor(world: StandInWorld) {
    this.#world = world;
  }

  /**
   * Creates a queue. Throws a UsageError for options that do not exist, a name that SQS does not take, and one that is taken.
   *
   * @example
   * const aws = mockAws();
   * const jobs = aws.sqs.createQueue("jobs", { visibilityTimeout: "1m" });
   * jobs.send({ orderId: "o-1" });
   * expect(jobs.messages).toMatchObject([{ body: '{"orderId":"o-1"}', status: "visible" }]);
   */
  createQueue(name: string, options: QueueOptions = {}): Queue {
    const settings = queueSettings(name, options);
    if (this.#queues.has(name)) throw new UsageError(`There is a queue "${name}" already.`, { code: "NAME_TAKEN" });
    const queue = new Queue(name, settings, this.#world);
    this.#queues.set(name, queue);
    return queue;
  }

  get queues(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  /** @internal */
  get inUse(): boolean {
    return this.#queues.size > 0;
  }

  /** @internal */
  remove(queue: Queue): void {
    this.#queues.delete(queue.name);
  }

  /** Throws QueueDoesNotExist. @internal */
  named(name: string): Queue {
    const queue = this.#queues.get(name);
    if (queue !== undefined) return queue;
    throw new ApiException("QueueDoesNotExist", "The specified queue does not exist.", { code: "AWS.SimpleQueueService.NonExistentQueue" });
  }

  /** By its URL, or what stands for one in a test: an ARN or the bare name. @internal */
  at(url: string): Queue {
    return this.named(url.split(/[/:]/).at(-1) ?? url);
  }

  /** @internal */
  ask(request: ApiRequest): ApiMembers | Promise<ApiMembers> {
    return perform("sqs", sqsOperations, this, request);
  }
}
