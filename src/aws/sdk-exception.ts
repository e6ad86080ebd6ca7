import type { AwsCall, AwsReply } from "./call.ts";
import { ApiException } from "./stand-ins/stand-in.ts";
import { errorReply } from "./stand-ins/task-error.ts";

/** What the AWS SDK for JavaScript throws for a service's error. */
interface SdkException {
  readonly name: string;
  readonly message: string;
  readonly $fault: "client" | "server";
  readonly $metadata: { readonly httpStatusCode?: number };
}

function isSdkException(thrown: unknown): thrown is SdkException {
  return typeof thrown === "object" && thrown !== null && "$fault" in thrown && "$metadata" in thrown && "name" in thrown;
}

/** A service's error that a mock threw as the SDK does, by the name and with the cause it has in a machine; `undefined` for anything else. */
export function thrownBySdk(thrown: unknown, call: AwsCall): AwsReply | undefined {
  if (!isSdkException(thrown) || call.function !== undefined || call.resourceType === undefined) return undefined;
  const { name, message, $fault, $metadata } = thrown;
  const status = $metadata.httpStatusCode ?? ($fault === "server" ? 500 : 400);
  // Errors that a model names have a class of that name; others are of the service's general class.
  const isModelled = (thrown.constructor as { readonly name?: unknown }).name === name;
  return errorReply(new ApiException(name, message, { status, isModelled }), call, () => call.uuid?.() ?? "");
}
