import type { WireProtocol } from "../codec.ts";

/** A body without a schema, for services whose client is not installed: dates are seconds, bytes base64. */
export function untypedBody(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(jsonOf(value)), "utf8");
}

function jsonOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonOf(member)]));
}

/** The content type of the protocols that can do without a schema. */
export function jsonType(protocol: WireProtocol): string {
  return protocol === "awsJson1_0" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
}
