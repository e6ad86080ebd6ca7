import { Readable } from "node:stream";

export const EMPTY: Uint8Array = new Uint8Array();

/** A body as the SDK wrote it, or a mock gave it, as bytes or as a stream of bytes. */
export function bodyOf(body: unknown): Uint8Array | AsyncIterable<Uint8Array> {
  if (body === undefined || body === null) return EMPTY;
  if (typeof body === "string") return Buffer.from(body, "utf8");
  // A copy: the serializers of the SDK keep what they write into.
  return body instanceof Uint8Array ? new Uint8Array(body) : chunksOf(body);
}

/** Empty chunks would be read as the end, or stall the reader. */
async function* chunksOf(body: object): AsyncGenerator<Uint8Array> {
  const source = "getReader" in body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : (body as AsyncIterable<unknown>);
  for await (const chunk of source) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, "utf8") : (chunk as Uint8Array);
    if (bytes.length > 0) yield bytes;
  }
}

/** The headers of a response: those of the SDK's request that only a request has are left out. */
export function responseHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => !REQUEST_ONLY.has(name.toLowerCase()) && value !== undefined),
  );
}

const REQUEST_ONLY: ReadonlySet<string> = new Set(["x-amz-target", "x-amzn-query-mode", "accept", "content-length"]);
