import type { ServiceOperation } from "../sdk/service-model.ts";

/** An HTTP request as it left a client; the body is read to its end, and that of an event stream not at all. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL | string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How an operation was asked for; what `encode` and `encodeError` need to answer in the same way. */
export interface Wire {
  readonly protocol: WireProtocol;
  /** Absent where the client is not installed: JSON goes out as it is. */
  readonly model: ServiceOperation | undefined;
  readonly request: WireRequest;
  /** The input, for answers that repeat a part of it. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** The protocols of AWS that are understood. */
export type WireProtocol = "awsJson1_0" | "awsJson1_1" | "awsQuery" | "ec2Query" | "restJson1" | "restXml" | "rpcv2Cbor" | "rpcv2Json";

/** What a request asks of AWS. */
export interface WireCall {
  /** As mocks name it: `dynamodb`, `sfn`, `events`. */
  readonly service: string;
  /** As mocks name it: `getItem`. */
  readonly operation: string;
  /** As the SDK's command takes it: dates are `Date`s, blobs and streamed bodies `Uint8Array`s. */
  readonly input: Record<string, unknown>;
  readonly wire: Wire;
}

/** What a client gets; an iterable body is sent piece by piece. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** An error for a client, with the members it is modelled with. */
export interface WireError {
  /** As AWS or ASL name it: `ConditionalCheckFailedException`, `DynamoDb.ConditionalCheckFailedException`. */
  readonly name: string;
  readonly message?: string | undefined;
  readonly [member: string]: unknown;
}

export { decode } from "./codec/decode.ts";
export { encode } from "./codec/encode.ts";
export { encodeError } from "./codec/encode-error.ts";
