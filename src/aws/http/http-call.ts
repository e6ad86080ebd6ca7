import type { Instant } from "../../base/brand.ts";
import { UsageError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { AwsCall, CallPlace } from "../call.ts";
import type { FunctionName } from "../resource.ts";
import { canonicalService, parseFunctionName } from "../resource.ts";

/** What user code asks of a service by an SDK client; `input` as the SDK's command takes it. */
export interface HttpRequest {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A call that an SDK client makes, as mocks answer it. */
export class HttpCall implements AwsCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Json;
  readonly function: FunctionName | undefined;
  readonly payload: Json;
  readonly state = "";
  readonly place: CallPlace = { branch: [] };
  readonly attempt = 1;
  readonly taskToken = undefined;
  readonly executionName = "";
  readonly via = "http" as const;
  readonly at: Instant;

  constructor({ service, operation, input }: HttpRequest, at: Instant) {
    this.service = canonicalService(service);
    this.operation = operation;
    this.input = input as Json;
    this.at = at;
    this.function = service === "lambda" && operation === "invoke" ? parseFunctionName(String(input["FunctionName"])) : undefined;
    this.payload = this.function === undefined ? this.input : payloadOf(input["Payload"]);
  }
}

/** Lambda, "Invoke": the payload is JSON; none is an empty event. */
function payloadOf(payload: unknown): Json {
  const text = payload instanceof Uint8Array ? Buffer.from(payload).toString() : String(payload ?? "");
  try {
    return text === "" ? {} : (JSON.parse(text) as Json);
  } catch {
    throw new UsageError("The Payload of lambda:invoke is no JSON.", { code: "NOT_JSON", hint: "Send `JSON.stringify(event)`." });
  }
}
