import { adapted } from "../../sdk/adapt.ts";
import type { ServiceOperation } from "../../sdk/service-model.ts";
import type { Member, Shape, Structure } from "../../sdk/shapes.ts";

export const EVENT_STREAM_TYPE = "application/vnd.amazon.eventstream";

/**
 * Is the body of a request, with headers by lower-case name, a stream of events? It may go on for as long as nothing answers it; what has
 * a length is an object for S3 of this type.
 */
export function isEventStream(headers: Readonly<Record<string, unknown>>): boolean {
  const hasLength = "content-length" in headers || "x-amz-decoded-content-length" in headers;
  return !hasLength && String(headers["content-type"]).startsWith(EVENT_STREAM_TYPE);
}

interface FrameHeader {
  readonly type: "string";
  readonly value: string;
}

interface Frame {
  readonly headers: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
  readonly body: Uint8Array | string;
}

interface EventStreamCodec {
  encode(frame: Frame): Uint8Array;
  decode(bytes: Uint8Array): Frame;
}

type EventStreamCodecClass = new (toUtf8: unknown, fromUtf8: unknown) => EventStreamCodec;

/** What the SDK's settings frame events with. */
interface EventStreamMarshaller {
  serialize(events: AsyncIterable<unknown>, framed: (event: unknown) => Frame): AsyncIterable<Uint8Array>;
}

/** Settings for a protocol that may hand over as text what comes before all events, which the SDK's own codec cannot frame. */
export function withFramesOfBytes(config: object): object {
  const { eventStreamMarshaller: sdk } = config as { readonly eventStreamMarshaller?: EventStreamMarshaller };
  if (sdk === undefined) return config;
  const serialize: EventStreamMarshaller["serialize"] = (events, framed) => sdk.serialize(events, (event) => frameOfBytes(framed(event)));
  return { ...config, eventStreamMarshaller: { serialize } };
}

function frameOfBytes({ headers, body }: Frame): Frame {
  return { headers, body: typeof body === "string" ? Buffer.from(body) : body };
}

/** Events on their way to a client, and what broke them off. */
export interface EventSource {
  readonly events: AsyncIterable<unknown>;
  /** What the mock's iterable threw that the API has no exception for. */
  failure(): unknown;
}

/** The member of an output that is a stream of events. */
export function eventMember(output: Shape): Member | undefined {
  if (output.kind !== "structure") return undefined;
  return [...output.members.values()].find(({ shape, traits }) => traits.streaming !== undefined && shape().kind === "union");
}

/**
 * A mock's events, one after the other, in the form of the API. What its iterable throws becomes the API's exception of that name, or
 * else the end of the stream.
 */
export function eventSource(member: Member, value: unknown): EventSource {
  const union = member.shape() as Structure;
  let failure: unknown;
  async function* events(): AsyncGenerator<unknown> {
    try {
      for await (const event of iterableOf(value)) yield adapted(union, event);
    } catch (thrown) {
      const exception = exceptionEvent(union, thrown);
      if (exception === undefined) failure = thrown;
      else yield exception;
    }
  }
  return { events: events(), failure: () => failure };
}

function iterableOf(value: unknown): AsyncIterable<unknown> | Iterable<unknown> {
  if (value === undefined) return [];
  const isIterable = typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
  return isIterable ? (value as Iterable<unknown>) : [value];
}

function exceptionEvent(union: Structure, thrown: unknown): object | undefined {
  const name = String((thrown as { readonly name?: unknown } | null)?.name);
  const member = [...union.members.values()].find(
    (candidate) => (candidate.shape() as Structure).isError && (candidate.shape() as Structure).name === name,
  );
  if (member === undefined) return undefined;
  const { message } = thrown as { readonly message?: unknown };
  return { [member.name]: { ...(adapted(member.shape(), thrown) as object), message } };
}

/** Frames as the SDK writes them for requests, made those of a response. */
export async function* responseFrames(
  operation: ServiceOperation,
  member: Member,
  frames: AsyncIterable<Uint8Array>,
  source: EventSource,
): AsyncGenerator<Uint8Array> {
  const codec = codecOf(operation);
  const union = member.shape() as Structure;
  for await (const bytes of frames) if (bytes.length > 0) yield codec.encode(responseFrame(codec.decode(bytes), union));
  const failure = source.failure();
  if (failure !== undefined) yield codec.encode(errorFrame(failure));
}

function responseFrame(frame: Frame, union: Structure): Frame {
  const { ":event-type": type, ...headers } = frame.headers;
  const name = String(type?.value);
  if (name === "initial-request") return { ...frame, headers: { ...frame.headers, ":event-type": text("initial-response") } };
  const shape = union.members.get(name)?.shape();
  const isException = shape?.kind === "structure" && shape.isError;
  return isException ? { ...frame, headers: { ...headers, ":message-type": text("exception"), ":exception-type": text(name) } } : frame;
}

function errorFrame(failure: unknown): Frame {
  const { name, message } = failure as { readonly name?: unknown; readonly message?: unknown };
  return {
    headers: {
      ":message-type": text("error"),
      ":error-code": text(String(name ?? "Error")),
      ":error-message": text(String(message ?? "")),
    },
    body: new Uint8Array(),
  };
}

function text(value: string): FrameHeader {
  return { type: "string", value };
}

function codecOf({ service }: ServiceOperation): EventStreamCodec {
  const classes = service.package.exportedAs("EventStreamCodec", "@smithy/core/event-streams", "@smithy/eventstream-codec");
  const [EventStreamCodec] = classes as readonly [EventStreamCodecClass];
  const { utf8Encoder, utf8Decoder } = service.package.config as { readonly utf8Encoder?: unknown; readonly utf8Decoder?: unknown };
  return new EventStreamCodec(utf8Encoder, utf8Decoder);
}
