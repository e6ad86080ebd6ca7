import { optionalNumber, optionalText } from "../parameters.ts";
import type { ApiMembers } from "../stand-in.ts";
import type { Bucket, StoredObject } from "./bucket.ts";

/** S3 API, ListObjectsV2: keys with a prefix, those below a delimiter folded into common prefixes, page by page. */
export function listed(bucket: Bucket, input: ApiMembers): ApiMembers {
  const prefix = optionalText(input, "Prefix") ?? "";
  const delimiter = optionalText(input, "Delimiter");
  const token = optionalText(input, "ContinuationToken");
  const after = token === undefined ? (optionalText(input, "StartAfter") ?? "") : Buffer.from(token, "base64").toString();
  const most = optionalNumber(input, "MaxKeys") ?? 1_000;
  const entries = entriesOf(bucket, prefix, delimiter).filter((entry) => entry.name > after);
  const page = entries.slice(0, most);
  const isTruncated = entries.length > page.length;
  const contents = page.flatMap(({ object }) => (object === undefined ? [] : [listedObject(object)]));
  const prefixes = page.flatMap(({ name, object }) => (object === undefined ? [{ Prefix: name }] : []));
  return {
    ...(contents.length > 0 && { Contents: contents }),
    ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
    ...(delimiter !== undefined && { Delimiter: delimiter }),
    IsTruncated: isTruncated,
    KeyCount: page.length,
    MaxKeys: most,
    Name: bucket.name,
    Prefix: prefix,
    ...(isTruncated && { NextContinuationToken: Buffer.from(page.at(-1)?.name ?? "").toString("base64") }),
  };
}

/** A key, or a common prefix, which has no object. */
interface Entry {
  readonly name: string;
  readonly object: StoredObject | undefined;
}

function entriesOf(bucket: Bucket, prefix: string, delimiter: string | undefined): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const object of bucket.objects()) {
    if (!object.key.startsWith(prefix)) continue;
    const end = delimiter === undefined || delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? { name: object.key, object } : { name: object.key.slice(0, end + (delimiter ?? "").length), object: undefined };
    entries.set(entry.name, entry);
  }
  return [...entries.values()];
}

function listedObject({ key, body, etag, lastModified }: StoredObject): ApiMembers {
  return { Key: key, LastModified: new Date(lastModified), ETag: etag, Size: body.length, StorageClass: "STANDARD" };
}
