import { EMPTY } from "./codec/bodies.ts";
import { isEventStream } from "./codec/event-stream.ts";
import type { WireRequest, WireResponse } from "./codec.ts";

/** A request of the Fetch API as the codec reads it. */
export async function wireRequest(request: Request): Promise<WireRequest> {
  const headers = Object.fromEntries(request.headers);
  return {
    method: request.method,
    url: request.url,
    headers,
    body: isEventStream(headers) ? EMPTY : new Uint8Array(await request.arrayBuffer()),
  };
}

/** An answer as a response of the Fetch API. */
export function fetchResponse({ status, headers, body }: WireResponse): Response {
  return new Response(hasNoBody(status) ? null : bodyOf(body), { status, headers });
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function bodyOf(body: WireResponse["body"]): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null {
  if (!(body instanceof Uint8Array)) return streamOf(body);
  return body.length === 0 ? null : new Uint8Array(body);
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next: IteratorResult<Uint8Array, unknown> = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
}
