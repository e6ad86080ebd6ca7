import type { Operations } from "../operations.ts";
import { listOf, membersOf, optionalText, textOf } from "../parameters.ts";
import type { ApiMembers } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import { readBody } from "./body-stream.ts";
import type { Bucket, StoredObject } from "./bucket.ts";
import { listed } from "./listing.ts";
import type { S3 } from "./s3.ts";

/** The operations of Amazon S3. */
export const s3Operations: Operations<S3> = {
  createBucket: (s3, { input }) => created(s3, textOf(input, "Bucket")),
  deleteBucket: (s3, { input }) => {
    const bucket = bucketOf(s3, input);
    if (bucket.keys.length > 0)
      throw new ApiException("BucketNotEmpty", "The bucket you tried to delete is not empty", { status: 409, isModelled: false });
    s3.remove(bucket);
    return {};
  },
  headBucket: (s3, { input }) => {
    if (!s3.buckets.some(({ name }) => name === input["Bucket"])) throw notFound();
    return {};
  },
  listBuckets: (s3) => ({ Buckets: s3.buckets.map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt) })) }),
  putObject: (s3, { input }) => put(bucketOf(s3, input), input),
  getObject: (s3, { input }) => got(objectOf(bucketOf(s3, input), input), optionalText(input, "Range")),
  headObject: (s3, { input }) => headed(s3, input),
  copyObject: (s3, { input }) => copied(s3, input),
  deleteObject: (s3, { input }) => {
    bucketOf(s3, input).delete(textOf(input, "Key"));
    return {};
  },
  deleteObjects: (s3, { input }) => {
    const bucket = bucketOf(s3, input);
    const keys = listOf(membersOf(input, "Delete"), "Objects").map(({ Key }) => String(Key));
    for (const key of keys) bucket.delete(key);
    return { Deleted: keys.map((Key) => ({ Key })) };
  },
  listObjectsV2: (s3, { input }) => listed(bucketOf(s3, input), input),
};

function bucketOf(s3: S3, input: ApiMembers): Bucket {
  return s3.bucket(textOf(input, "Bucket"));
}

function objectOf(bucket: Bucket, input: ApiMembers): StoredObject {
  const Key = textOf(input, "Key");
  const object = bucket.object(Key);
  if (object === undefined) throw new ApiException("NoSuchKey", "The specified key does not exist.", { status: 404 });
  return object;
}

function created(s3: S3, name: string): ApiMembers {
  if (s3.buckets.some((bucket) => bucket.name === name)) {
    const message = "Your previous request to create the named bucket succeeded and you already own it.";
    throw new ApiException("BucketAlreadyOwnedByYou", message, { status: 409 });
  }
  return { Location: `/${s3.createBucket(name).name}` };
}

async function put(bucket: Bucket, input: ApiMembers): Promise<ApiMembers> {
  const body = await readBody(input["Body"]);
  const { etag, crc32 } = bucket.store(textOf(input, "Key"), body, {
    contentType: optionalText(input, "ContentType"),
    metadata: membersOf(input, "Metadata") as { readonly [name: string]: string },
  });
  return { ChecksumCRC32: crc32, ChecksumType: "FULL_OBJECT", ETag: etag, ServerSideEncryption: "AES256" };
}

function got(object: StoredObject, range: string | undefined): ApiMembers {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === undefined) return { ...described(object), Body: object.body };
  const Body = object.body.slice(Number(from), to === undefined || to === "" ? undefined : Number(to) + 1);
  const last = Number(from) + Body.length - 1;
  return { ...described(object), Body, ContentLength: Body.length, ContentRange: `bytes ${from}-${last}/${object.body.length}` };
}

function described({ body, contentType, etag, lastModified, metadata }: StoredObject): ApiMembers {
  return {
    AcceptRanges: "bytes",
    ContentLength: body.length,
    ContentType: contentType,
    ETag: etag,
    LastModified: new Date(lastModified),
    Metadata: metadata,
    ServerSideEncryption: "AES256",
  };
}

/** A HEAD has no body to tell more than "not found". */
function headed(s3: S3, input: ApiMembers): ApiMembers {
  const object = s3.buckets.find(({ name }) => name === input["Bucket"])?.object(textOf(input, "Key"));
  if (object === undefined) throw notFound();
  return described(object);
}

function notFound(): ApiException {
  return new ApiException("NotFound", "Not Found", { status: 404 });
}

function copied(s3: S3, input: ApiMembers): ApiMembers {
  const source = decodeURIComponent(textOf(input, "CopySource")).replace(/^\//, "");
  const [name = ""] = source.split("/", 1);
  const object = objectOf(s3.bucket(name), { Key: source.slice(name.length + 1) });
  const { etag, lastModified } = bucketOf(s3, input).store(textOf(input, "Key"), object.body, object);
  return { CopyObjectResult: { ETag: etag, LastModified: new Date(lastModified) }, ServerSideEncryption: "AES256" };
}
