import type { ClientHttp2Session, Http2ServerRequest, Http2ServerResponse, OutgoingHttpHeaders } from "node:http2";
import http2 from "node:http2";
import { syncBuiltinESMExports } from "node:module";
import type { Flight } from "../../kernel/flight.ts";
import type { AwsServer } from "../aws-server.ts";
import { isAwsHost } from "../aws-traffic.ts";
import type { WireRequest, WireResponse } from "../codec.ts";
import { duplexPair } from "./duplex-pair.ts";

/** Names a request on its way through the process; nothing that leaves it. */
const TAG = "x-sfn-testkit-request";

let requests = 0;

/** Who answers a request, and who has made it. */
interface Origin {
  readonly server: AwsServer;
  readonly caller: Flight | undefined;
}

/**
 * Connects HTTP/2 clients that call hosts of AWS to a server in this process, over no socket at all; all others connect as ever. Answers
 * what undoes it.
 */
export function interceptHttp2(current: () => AwsServer | undefined): () => void {
  const connect = http2.connect;
  const origins = new Map<string, Origin>();
  const server = http2.createServer((request, response) => void respond(origins, request, response));
  const intercepted = (...parameters: Parameters<typeof connect>): ClientHttp2Session => {
    const [authority, options, listener] = parameters;
    if (current() === undefined || !isAwsHost(new URL(authority).hostname)) return connect(...parameters);
    const [near, far] = duplexPair();
    server.emit("connection", far);
    const session = connect(authority, { ...(typeof options === "object" && options), createConnection: () => near }, listener);
    return tagged(session, origins, current);
  };
  replaceConnect(intercepted as typeof connect);
  return () => replaceConnect(connect);
}

function replaceConnect(connect: typeof http2.connect): void {
  http2.connect = connect;
  syncBuiltinESMExports();
}

/** The session's requests say who made them: on the server's side that cannot be told any more. */
function tagged(session: ClientHttp2Session, origins: Map<string, Origin>, current: () => AwsServer | undefined): ClientHttp2Session {
  const request = session.request.bind(session);
  session.request = (headers, options) => {
    const server = current();
    if (server === undefined)
      throw new Error("This HTTP/2 session was opened while calls to AWS were intercepted, and they no longer are.");
    const tag = String(++requests);
    origins.set(tag, { server, caller: server.caller });
    return request({ ...(headers as OutgoingHttpHeaders), [TAG]: tag }, options);
  };
  return session;
}

async function respond(origins: Map<string, Origin>, request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
  const tag = String(request.headers[TAG]);
  const origin = origins.get(tag);
  origins.delete(tag);
  if (origin === undefined) return response.stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
  const url = new URL(request.url, `https://${request.authority}`);
  await send(response, await origin.server.answer(url, received(request, url), origin.caller));
}

async function received(request: Http2ServerRequest, url: URL): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith(":") && name !== TAG);
  return {
    method: request.method,
    url,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks),
  };
}

async function send(response: Http2ServerResponse, { status, headers, body }: WireResponse): Promise<void> {
  response.writeHead(status, { ...headers });
  if (body instanceof Uint8Array) return void response.end(body);
  for await (const chunk of body) response.write(chunk);
  response.end();
}
