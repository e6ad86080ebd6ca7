import { UsageError } from "../../base/errors.ts";
import type { JsonObject } from "../../base/json.ts";
import { shownValue } from "../../base/shown-value.ts";
import type { Step } from "../../kernel/effect.ts";
import { itemReaderFailed } from "./item-reader-failed.ts";
import type { S3Access } from "./s3-access.ts";
import { textIn } from "./s3-access.ts";

/** A file in Amazon S3, unpacked. */
export interface S3File {
  /** `S3://bucket/key`. */
  readonly source: string;
  readonly text: string;
}

/** Gets an object as text; throws a StatesFailure when it cannot be had. */
export function* s3File(s3: S3Access, parameters: JsonObject): Step<S3File> {
  const { Body } = yield* s3.ask("getObject", parameters);
  const key = textIn(parameters, "Key") ?? "";
  return { source: s3Uri(textIn(parameters, "Bucket"), key), text: textOf(Body, key, s3) };
}

export function s3Uri(bucket: string | undefined, key?: string): string {
  return `S3://${bucket ?? ""}${key === undefined ? "" : `/${key}`}`;
}

function textOf(body: unknown, key: string, s3: S3Access): string {
  if (typeof body === "string") return withoutMark(body);
  if (!(body instanceof Uint8Array))
    throw s3.wrongReply("getObject", body === undefined ? "no Body" : `a Body that is ${shownValue(body)}`);
  return withoutMark(Buffer.from(unpacked(body, key, s3)).toString());
}

/** Of a byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** AWS "ItemReader (Map)": files may be compressed, which their names tell. */
function unpacked(bytes: Uint8Array, key: string, s3: S3Access): Uint8Array {
  const [, type] = /\.(gz|gzip|zst|zstd)$/i.exec(key) ?? [];
  if (type === undefined) return bytes;
  // Loaded by those who unpack something: importing it would cost everybody.
  const { gunzipSync, zstdDecompressSync }: Unpackers = process.getBuiltinModule("node:zlib");
  const unpack = type.toLowerCase().startsWith("g") ? gunzipSync : zstdDecompressSync;
  if (unpack === undefined) throw noZstd(s3.state.name);
  return tried(() => unpack(bytes));
}

interface Unpackers {
  readonly gunzipSync: (bytes: Uint8Array) => Uint8Array;
  /** Of Node.js 22.15 and later. */
  readonly zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array;
}

function tried(unpack: () => Uint8Array): Uint8Array {
  try {
    return unpack();
  } catch {
    throw itemReaderFailed("The file could not be decompressed.");
  }
}

function noZstd(state: string): UsageError {
  return new UsageError(`The ItemReader of "${state}" reads a file that is compressed with Zstandard, which this Node.js cannot unpack.`, {
    code: "UNSUPPORTED_FEATURE",
    state,
    hint: "Use Node.js 22.15 or newer, or put the file uncompressed or as .gz.",
  });
}
