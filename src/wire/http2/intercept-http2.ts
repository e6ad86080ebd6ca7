import dns from "node:dns";
import type { ClientHttp2Session, Http2ServerRequest, Http2ServerResponse, OutgoingHttpHeaders, ServerHttp2Session } from "node:http2";
import http2 from "node:http2";
import { syncBuiltinESMExports } from "node:module";
import type { Flight } from "../../kernel/flight.ts";
import type { AwsServer } from "../aws-server.ts";
import { isAwsHost } from "../aws-traffic.ts";
import { EMPTY } from "../codec/bodies.ts";
import { isEventStream } from "../codec/event-stream.ts";
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

type Connect = (authority: string | URL, options: object, listener: Listener) => ClientHttp2Session;
type Listener = Parameters<typeof http2.connect>[2];

/**
 * Connects HTTP/2 clients that call hosts of AWS to a server in this process, over no socket at all; all others connect as ever, and only
 * what is signed for AWS is kept from them. Answers what undoes it.
 */
export function interceptHttp2(current: () => AwsServer | undefined): () => void {
  const original = http2.connect;
  const here = connectorHere(original, current);
  const elsewhere = connectorElsewhere(original, here, current);
  const connect = (authority: string | URL, ...rest: readonly (object | Listener)[]): ClientHttp2Session => {
    const options = rest.find((given) => typeof given === "object") ?? {};
    const listener = rest.find((given) => typeof given === "function") as Listener;
    if (current() === undefined) return (original as Connect)(authority, options, listener);
    return (isAwsHost(new URL(authority).hostname) ? here : elsewhere)(authority, options, listener);
  };
  replaceConnect(connect);
  return () => replaceConnect(original);
}

/** Connects to a server in this process, whatever the address. */
function connectorHere(connect: Connect, current: () => AwsServer | undefined): Connect {
  const origins = new Map<string, Origin>();
  const server = http2.createServer((request, response) => void respond(origins, request, response));
  server.on("session", closeQuietly);
  return (authority, options, listener) => {
    const [near, far] = duplexPair();
    server.emit("connection", far);
    return tagged(connect(authority, { ...options, createConnection: () => near }, listener), origins, current);
  };
}

/**
 * A client that closes its session is answered with GOAWAY by servers of Node; older clients of the SDK close theirs while
 * events still arrive, and at its answer drop them.
 */
function closeQuietly(session: ServerHttp2Session): void {
  session.goaway = () => undefined;
}

/** Connects as ever; a request for AWS, such as that of a client with an `endpoint`, is seen when it is made, and answered here. */
function connectorElsewhere(connect: Connect, connectHere: Connect, current: () => AwsServer | undefined): Connect {
  return (authority, options, listener) => {
    const lookup = (...asked: LookUp): void => void Promise.resolve().then(() => lookUpFor(session, asked));
    const session = connect(authority, { lookup, ...options }, listener);
    const request = session.request.bind(session);
    session.request = (headers = {}, requestOptions) => {
      const { ":path": path = "/", authorization } = headers;
      if (current()?.takes(new URL(String(path), authority), authorization) !== true) return request(headers, requestOptions);
      // Before it has connected: no name is looked up, and nothing sent.
      if (session.connecting) session.destroy();
      const here = connectHere(authority, {}, undefined);
      const stream = here.request(headers, requestOptions);
      stream.once("close", () => here.close());
      return stream;
    };
    return session;
  };
}

type LookUp = Parameters<typeof dns.lookup>;

/** Looks a host up once it is clear that the session is going to be used. */
function lookUpFor(session: ClientHttp2Session, asked: LookUp): void {
  if (!session.destroyed) dns.lookup(...asked);
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
  const url = new URL(request.url, `${request.scheme}://${request.authority}`);
  await send(response, await origin.server.answer(url, received(request, url), origin.caller));
}

async function received(request: Http2ServerRequest, url: URL): Promise<WireRequest> {
  const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith(":") && name !== TAG);
  return {
    method: request.method,
    url,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: isEventStream(request.headers) ? EMPTY : await bodyOf(request),
  };
}

async function bodyOf(request: Http2ServerRequest): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function send(response: Http2ServerResponse, { status, headers, body }: WireResponse): Promise<void> {
  response.writeHead(status, { ...headers });
  if (body instanceof Uint8Array) return void response.end(body);
  for await (const chunk of body) response.write(chunk);
  response.end();
}
