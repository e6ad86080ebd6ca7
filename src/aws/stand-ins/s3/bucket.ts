import type { Instant } from "../../../base/brand.ts";
import { md5 } from "../../../base/digest.ts";
import { asText } from "../parameters.ts";
import type { StandInWorld } from "../world.ts";

/** How an object is put, beside its body. */
export interface PutOptions {
  readonly contentType?: string | undefined;
  readonly metadata?: { readonly [name: string]: string } | undefined;
}

/** An object in a bucket. */
export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly metadata: { readonly [name: string]: string };
  readonly etag: string;
  readonly crc32: string;
  readonly lastModified: Instant;
}

/** A bucket of a world; made by `aws.s3.createBucket`. */
export class Bucket {
  readonly name: string;
  readonly arn: string;
  /** @internal */
  readonly createdAt: Instant;
  readonly #world: StandInWorld;
  readonly #objects = new Map<string, StoredObject>();

  /** @internal */
  constructor(name: string, world: StandInWorld) {
    this.name = name;
    this.arn = `arn:aws:s3:::${name}`;
    this.createdAt = world.now();
    this.#world = world;
  }

  /** The keys in it, in the order in which S3 lists them. */
  get keys(): readonly string[] {
    return this.objects().map(({ key }) => key);
  }

  /** Puts an object; a body that is neither text nor bytes is put as JSON. */
  put(key: string, body: unknown, options: PutOptions = {}): void {
    this.#world.demandAlive(`bucket ${this.name}`);
    this.store(key, bytesOf(body), options);
  }

  /** The body of an object as text; `undefined` when there is none. */
  get(key: string): string | undefined {
    const bytes = this.bytes(key);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  }

  /** The body of an object; `undefined` when there is none. */
  bytes(key: string): Uint8Array | undefined {
    return this.#objects.get(key)?.body;
  }

  /** @internal */
  store(key: string, body: Uint8Array, { contentType, metadata }: PutOptions): StoredObject {
    const sum = Buffer.alloc(4);
    // Loaded by those who store something: importing it would cost everybody.
    sum.writeUInt32BE(process.getBuiltinModule("node:zlib").crc32(body));
    const stored: StoredObject = {
      key,
      body,
      contentType: contentType ?? "binary/octet-stream",
      metadata: metadata ?? {},
      etag: `"${md5(body)}"`,
      crc32: sum.toString("base64"),
      lastModified: this.#world.now(),
    };
    this.#objects.set(key, stored);
    return stored;
  }

  /** @internal */
  object(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** @internal */
  delete(key: string): void {
    this.#objects.delete(key);
  }

  /** In the order of the keys' UTF-8. @internal */
  objects(): readonly StoredObject[] {
    return [...this.#objects.values()].sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)));
  }
}

/** A body as S3 keeps it; Task states may give any JSON for it. */
export function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body.slice() : Buffer.from(asText(body ?? ""));
}
