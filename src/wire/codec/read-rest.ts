import { Readable } from "node:stream";
import type { ServiceOperation } from "../../sdk/service-model.ts";
import type { Member, Shape, Structure } from "../../sdk/shapes.ts";
import { messageSchema } from "../../sdk/shapes.ts";
import type { WireProtocol, WireRequest } from "../codec.ts";
import { fromText } from "./from-text.ts";
import { readAs } from "./mirror.ts";
import type { Route } from "./route.ts";

/** Reads the input of a REST request: path, query, headers and body. */
export async function readRest(
  { operation, labels }: Route,
  protocol: WireProtocol,
  request: WireRequest,
): Promise<Record<string, unknown>> {
  const query = new URL(request.url).searchParams;
  const members = operation.input.kind === "unit" ? [] : [...(operation.input as Structure).members.values()];
  const input = await readBody(operation, protocol, request, members);
  for (const member of members) {
    const value = fromUrl(member, labels, query);
    if (value !== undefined) input[member.name] = value;
  }
  return input;
}

/** Headers and body; a payload that streams is handed over as bytes. */
async function readBody(
  operation: ServiceOperation,
  protocol: WireProtocol,
  { headers, body }: WireRequest,
  members: readonly Member[],
): Promise<Record<string, unknown>> {
  const stream = members.find((member) => isStream(member));
  const given = stream === undefined ? body : Readable.from([body]);
  const input = await readAs(operation, protocol, messageSchema(operation.schema.input), headers, given);
  if (stream !== undefined) input[stream.name] = body;
  for (const { name, traits } of members) if (isAbsent(input[name], traits.httpPrefixHeaders !== undefined)) delete input[name];
  return input;
}

function isStream({ shape, traits }: Member): boolean {
  return traits.httpPayload !== undefined && (shape().kind === "streamingBlob" || traits.streaming !== undefined);
}

/** What is not in the message is read as `null`, or for headers with a prefix as an empty map. */
function isAbsent(value: unknown, isMap: boolean): boolean {
  return value === null || value === undefined || (isMap && Object.keys(value).length === 0);
}

function fromUrl({ name, traits, shape }: Member, labels: Route["labels"], query: URLSearchParams): unknown {
  if (traits.httpLabel !== undefined) return name in labels ? fromText(shape(), labels[name] as string) : undefined;
  if (traits.httpQuery !== undefined) return fromQuery(shape(), query.getAll(traits.httpQuery));
  return traits.httpQueryParams === undefined || query.size === 0 ? undefined : allOf(shape(), query);
}

function fromQuery(shape: Shape, texts: readonly string[]): unknown {
  if (texts.length === 0) return undefined;
  return shape.kind === "list" ? texts.map((text) => fromText(shape.item(), text)) : fromText(shape, texts[0] as string);
}

function allOf(shape: Shape, query: URLSearchParams): unknown {
  const value: Shape = shape.kind === "map" ? shape.value() : { kind: "string" };
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, fromQuery(value, query.getAll(name))]));
}
