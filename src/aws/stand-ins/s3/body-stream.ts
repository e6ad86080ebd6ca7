import { bytesOf } from "./bucket.ts";

/** A body from an SDK client may be a stream, which is read to its end; a Task's is there already. */
export function readBody(body: unknown): Uint8Array | Promise<Uint8Array> {
  return isStream(body) ? collected(body) : bytesOf(body);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

async function collected(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
