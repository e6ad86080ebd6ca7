import { UsageError } from "../../../base/errors.ts";
import { shownValue } from "../../../base/shown-value.ts";
import { perform } from "../operations.ts";
import type { ApiMembers, ApiRequest, StandIn } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import { snsOperations } from "./sns-operations.ts";
import { Topic } from "./topic.ts";

/** Amazon SNS of a world; `aws.sns`. */
export class Sns implements StandIn {
  readonly #world: StandInWorld;
  readonly #topics = new Map<string, Topic>();

  /** @internal */
  constructor(world: StandInWorld) {
    this.#world = world;
  }

  /**
   * Creates a topic. Throws a UsageError for a name that SNS does not take, and one that is taken.
   *
   * @example
   * const aws = mockAws();
   * const jobs = aws.sqs.createQueue("jobs");
   * const orders = aws.sns.createTopic("orders");
   * orders.subscribe(jobs, { rawMessageDelivery: true });
   * orders.publish("o-1");
   * expect(jobs.messages).toMatchObject([{ body: "o-1" }]);
   */
  createTopic(name: string): Topic {
    if (typeof name !== "string" || !/^[\w-]{1,251}(\.fifo)?$/.test(name)) {
      throw new UsageError(`A topic's name must be letters, digits, - and _, but was ${shownValue(name)}.`, { code: "INVALID_NAME" });
    }
    if (this.#topics.has(name)) throw new UsageError(`There is a topic "${name}" already.`, { code: "NAME_TAKEN" });
    const topic = new Topic(name, this.#world);
    this.#topics.set(name, topic);
    return topic;
  }

  get topics(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  /** @internal */
  get inUse(): boolean {
    return this.#topics.size > 0;
  }

  /** By its ARN, or the bare name. Throws NotFound. @internal */
  at(arn: string): Topic {
    const topic = this.#topics.get(arn.split(":").at(-1) ?? arn);
    if (topic !== undefined) return topic;
    throw new ApiException("NotFoundException", "Topic does not exist", { status: 404, code: "NotFound" });
  }

  /** @internal */
  remove(topic: Topic): void {
    this.#topics.delete(topic.name);
  }

  /** @internal */
  ask(request: ApiRequest): ApiMembers | Promise<ApiMembers> {
    return perform("sns", snsOperations, this, request);
  }
}
