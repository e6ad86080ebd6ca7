import type { Instant } from "../../base/brand.ts";
import { UsageError } from "../../base/errors.ts";
import type { Step } from "../../kernel/effect.ts";
import type { ExternalHandle, Landed } from "../../kernel/external.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { drawUuid } from "../../kernel/random.ts";
import type { AwsCall, AwsReply } from "../call.ts";
import type { MockSlot } from "../mocks.ts";

/** What a world lends its stand-ins. */
export interface StandInHost {
  readonly kernel: Kernel;
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  /** Asks the mocks, or only this one. */
  ask(call: AwsCall, handle: ExternalHandle, slot?: MockSlot): Landed<AwsReply> | Promise<Landed<AwsReply>>;
}

/** The world as stand-ins see it: time, names, chance. */
export class StandInWorld {
  readonly host: StandInHost;
  readonly #counts = new Map<string, number>();
  #isOver = false;

  constructor(host: StandInHost) {
    this.host = host;
  }

  now(): Instant {
    return this.host.kernel.now();
  }

  /** `arn:aws:sqs:us-east-1:123456789012:jobs`. */
  arn(service: string, name: string): string {
    return `arn:aws:${service}:${this.host.region}:${this.host.accountId}:${name}`;
  }

  /** The next number of a kind, from 1. */
  count(kind: string): number {
    const next = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, next);
    return next;
  }

  /** A UUID that depends on the seed, the kind, and how many of it there were. */
  uuid(kind: string): string {
    return drawUuid(this.host.seed, `${kind}|${this.count(kind)}`);
  }

  /** Runs beside the executions; what it throws rejects whatever moves the time. */
  run(label: string, body: Step<unknown>): void {
    this.host.kernel.serve(label, body);
  }

  end(): void {
    this.#isOver = true;
  }

  /** Throws a UsageError for a resource of a world that was reset. */
  demandAlive(resource: string): void {
    if (!this.#isOver) return;
    throw new UsageError(`The ${resource} is gone: its world was reset.`, {
      code: "RESOURCE_OF_A_FORMER_WORLD",
      hint: "`aws.reset()` empties the world. Create queues, buckets, topics and tables after it.",
    });
  }
}
