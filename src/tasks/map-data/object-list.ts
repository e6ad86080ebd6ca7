import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import type { S3Access } from "./s3-access.ts";
import { textIn } from "./s3-access.ts";

/** The objects that ListObjectsV2 lists, page by page, until there are `most`. */
export function* listedObjects(s3: S3Access, parameters: JsonObject, most: number): Step<readonly JsonObject[]> {
  const objects: JsonObject[] = [];
  const tokens = new Set<string>();
  for (let page = parameters; ; ) {
    const answer = yield* s3.ask("listObjectsV2", page);
    for (const object of contentsOf(answer)) objects.push(object);
    const token = textIn(answer, "NextContinuationToken");
    if (token === undefined || objects.length >= most) return objects;
    if (tokens.has(token))
      throw s3.wrongReply("listObjectsV2", `the ContinuationToken ${JSON.stringify(token)} again: the list never ends`);
    tokens.add(token);
    page = { ...parameters, ContinuationToken: token };
  }
}

function contentsOf({ Contents }: JsonObject): readonly JsonObject[] {
  return isJsonArray(Contents) ? Contents.filter(isJsonObject) : [];
}

/** An object's description as an item; the SDK that Step Functions uses writes `Etag`, and dates in seconds. */
export function describedObject({ ETag, Key, LastModified, Size, StorageClass }: JsonObject): JsonObject {
  return {
    ...(ETag !== undefined && { Etag: ETag }),
    ...(Key !== undefined && { Key }),
    ...(LastModified !== undefined && { LastModified: inSeconds(LastModified) }),
    ...(Size !== undefined && { Size }),
    ...(StorageClass !== undefined && { StorageClass }),
  };
}

function inSeconds(date: Json): Json {
  return typeof date === "string" ? Math.floor(Date.parse(date) / 1_000) : date;
}
