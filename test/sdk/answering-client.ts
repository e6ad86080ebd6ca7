import { Readable } from "node:stream";
import type { WireCall, WireError, WireRequest, WireResponse } from "../../src/wire/codec.ts";
import { decode, encode, encodeError } from "../../src/wire/codec.ts";

/** What a client of the SDK hands to its transport. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** How a request is answered: with an output, or with an error. */
export type Answers = (call: WireCall) => { readonly output: unknown } | { readonly error: WireError };

/** Options for a client whose requests are answered through the codec: no network, no credentials of anybody. */
export function answering(answers: Answers): {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
  requestHandler: {
    handle(request: SdkRequest): Promise<{ response: object }>;
    updateHttpClientConfig(): void;
    httpHandlerConfigs(): object;
  };
} {
  return {
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request) => ({ response: sdkResponse(await answered(await wireRequest(request), answers)) }),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  };
}

async function answered(request: WireRequest, answers: Answers): Promise<WireResponse> {
  const call = await decode(request);
  const answer = answers(call);
  return "error" in answer ? await encodeError(call.wire, answer.error) : await encode(call.wire, answer.output);
}

function sdkResponse({ status, headers, body }: WireResponse): object {
  return { statusCode: status, headers: { ...headers }, body: Readable.from(body instanceof Uint8Array ? [body] : body) };
}

async function wireRequest({ protocol, hostname, port, method, path, query = {}, headers, body }: SdkRequest): Promise<WireRequest> {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query)) for (const item of [value ?? ""].flat()) url.searchParams.append(name, item);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method, url, headers: lower, body: await bytesOf(body) };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk as string));
  return Buffer.concat(chunks);
}
