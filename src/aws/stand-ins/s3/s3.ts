import { UsageError } from "../../../base/errors.ts";
import { shownValue } from "../../../base/shown-value.ts";
import { perform } from "../operations.ts";
import type { ApiMembers, ApiRequest, StandIn } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import { Bucket } from "./bucket.ts";
import { s3Operations } from "./s3-operations.ts";

/** Amazon S3 of a world; `aws.s3`. */
export class S3 implements StandIn {
  readonly #world: StandInWorld;
  readonly #buckets = new Map<string, Bucket>();

  /** @internal */
  constructor(world: StandInWorld) {
    this.#world = world;
  }

  /**
   * Creates a bucket. Throws a UsageError for a name that S3 does not take, and one that is taken.
   *
   * @example
   * const aws = mockAws();
   * const reports = aws.s3.createBucket("reports");
   * reports.put("2025/01.json", { total: 3 });
   * expect(reports.get("2025/01.json")).toBe('{"total":3}');
   */
  createBucket(name: string): Bucket {
    if (typeof name !== "string" || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new UsageError(`A bucket's name must be 3 to 63 small letters, digits, dots and -, but was ${shownValue(name)}.`, {
        code: "INVALID_NAME",
      });
    }
    if (this.#buckets.has(name)) throw new UsageError(`There is a bucket "${name}" already.`, { code: "NAME_TAKEN" });
    const bucket = new Bucket(name, this.#world);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  get buckets(): readonly Bucket[] {
    return [...this.#buckets.values()];
  }

  /** @internal */
  get inUse(): boolean {
    return this.#buckets.size > 0;
  }

  /** Throws NoSuchBucket. @internal */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket !== undefined) return bucket;
    throw new ApiException("NoSuchBucket", "The specified bucket does not exist", { status: 404 });
  }

  /** @internal */
  remove(bucket: Bucket): void {
    this.#buckets.delete(bucket.name);
  }

  /** @internal */
  ask(request: ApiRequest): ApiMembers | Promise<ApiMembers> {
    return perform("s3", s3Operations, this, request);
  }
}
