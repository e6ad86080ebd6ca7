import type { Json } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { AwsReply } from "../call.ts";
import type { HttpCall } from "./http-call.ts";

/** What an SDK client gets. */
export type HttpAnswer =
  | { readonly kind: "ok"; readonly value: unknown }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly members: Readonly<Record<string, unknown>> };

/** A reply of the mocks as the service's API gives it. */
export function httpAnswer(reply: AwsReply, call: HttpCall): HttpAnswer {
  switch (reply.kind) {
    case "ok":
      return { kind: "ok", value: call.function === undefined ? reply.value : invokeResult(reply.value, reply.isRaw) };
    case "error":
      return call.function === undefined || isServiceError(reply.error) ? serviceError(reply) : functionError(reply);
    case "sequel":
      return { kind: "ok", value: reply.sequel.submitted ?? {} };
  }
}

function invokeResult(value: Json, isRaw: boolean): object {
  if (isRaw && isJsonObject(value)) return { StatusCode: 200, ...value, Payload: bytesOf(value["Payload"]) };
  return { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: bytesOf(value) };
}

function bytesOf(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  return Buffer.from(JSON.stringify(payload ?? null));
}

/** Errors of Lambda itself, and not of the function. */
function isServiceError(error: string): boolean {
  return error.startsWith("Lambda.") || /^(TooManyRequests|ResourceNotFound|Service|AccessDenied|ResourceConflict)Exception$/.test(error);
}

type Failure = Extract<AwsReply, { kind: "error" }>;

/** Lambda, "Invoke": a function that fails is a successful call, with the error as payload. */
function functionError({ error, cause }: Failure): HttpAnswer {
  const payload = objectIn(cause) ?? { errorType: error, errorMessage: cause ?? "" };
  return { kind: "ok", value: { StatusCode: 200, FunctionError: "Unhandled", ExecutedVersion: "$LATEST", Payload: bytesOf(payload) } };
}

function objectIn(cause: string | undefined): object | undefined {
  try {
    const parsed = JSON.parse(cause ?? "") as Json;
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** An exception that a mock threw keeps its members. */
function serviceError({ error, cause, thrown }: Failure): HttpAnswer {
  const { name: _, message: __, stack: ___, ...members } = { ...(thrown as Record<string, unknown> | undefined) };
  return { kind: "error", name: error, message: cause ?? "", members };
}
