import { UsageError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import { adapted } from "../../sdk/adapt.ts";
import { OLDEST_CLIENT } from "../../sdk/client-package.ts";
import type { ServiceModel, ServiceOperation } from "../../sdk/service-model.ts";
import { operationOf, serviceModel, whyNotModelled } from "../../sdk/service-model.ts";
import { clientOf } from "../../sdk/service-names.ts";
import type { InvokeAnswer } from "../lambda/lambda-reply.ts";
import type { FunctionName } from "../resource.ts";
import type { ApiMembers } from "../stand-ins/stand-in.ts";
import { ApiException } from "../stand-ins/stand-in.ts";
import { aslOutput, readStreams } from "./asl-output.ts";

interface SdkClient {
  send(command: unknown): Promise<ApiMembers>;
}

type ClientClass = new (configuration: object) => SdkClient;
type CommandClass = new (input: unknown) => unknown;

/** A service's installed SDK client, pointed at an address; one call at a time, in the order of asking. */
export class RealClient {
  readonly #service: string;
  readonly #url: URL;
  readonly #model: ServiceModel;
  readonly #client: SdkClient;
  #last: Promise<unknown> = Promise.resolve();

  /** Throws a UsageError when the service's client is not installed. */
  constructor(service: string, operation: string, url: URL, region: string) {
    this.#service = service;
    this.#url = url;
    this.#model = serviceModel(service, operation) ?? missingClient(service);
    const name = Object.keys(this.#model.package.exports).find((key) => /^[A-Z]\w*Client$/.test(key)) as string;
    const Client = this.#model.package.exports[name] as ClientClass;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.#client = new Client({ endpoint: url.href, region, credentials, maxAttempts: 1, forcePathStyle: true });
  }

  /** The API's answer; for a Task in ASL's casing. Throws the API's exception, and a UsageError when nobody answers. */
  send(operation: string, input: ApiMembers, isTask: boolean): Promise<ApiMembers> {
    const model = operationOf(this.#service, operation) ?? this.#unknownOperation(operation);
    return this.#next(async () => {
      const { $metadata: _, ...output } = await this.#sent(model, isTask ? adapted(model.input, input) : input);
      const read = (await readStreams(output)) as ApiMembers;
      return isTask ? (aslOutput(model.output, read) as ApiMembers) : read;
    });
  }

  /** Invokes a function. */
  async invoke({ name, qualifier }: FunctionName, payload: Json): Promise<InvokeAnswer> {
    const body = Buffer.from(JSON.stringify(payload));
    const input = { FunctionName: name, Payload: body, ...(qualifier !== undefined && { Qualifier: qualifier }) };
    const { Payload, FunctionError } = await this.send("invoke", input, false);
    return { payload: Payload instanceof Uint8Array ? Buffer.from(Payload).toString() : "", hasFailed: FunctionError !== undefined };
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(run);
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #sent({ name }: ServiceOperation, input: unknown): Promise<ApiMembers> {
    const Command = this.#model.package.exports[`${name}Command`] as CommandClass;
    try {
      return await this.#client.send(new Command(input));
    } catch (thrown) {
      throw this.#exception(thrown as SdkError);
    }
  }

  #exception({ name, message, $metadata, $fault }: SdkError): unknown {
    const status = $metadata?.httpStatusCode;
    if (status === undefined || $fault === undefined) return this.#unreachable(message);
    return new ApiException(name, message, { status, isModelled: this.#model.errors.has(name) });
  }

  #unreachable(message: string): UsageError {
    return new UsageError(`The endpoint of ${this.#service}, ${this.#url.href}, does not answer: ${message || "no connection"}.`, {
      code: "ENDPOINT_UNREACHABLE",
      hint: "Is it running, and does it speak the protocol of that service?",
    });
  }

  #unknownOperation(operation: string): never {
    throw new UsageError(`The installed client of ${this.#service} knows no operation "${operation}".`, { code: "UNKNOWN_OPERATION" });
  }
}

interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function missingClient(service: string): never {
  throw new UsageError(`\`endpoint.${service}\` needs the AWS SDK's client of that service, ${whyNotModelled(clientOf(service))}.`, {
    code: "PACKAGE_MISSING",
    hint: `Install its package, for example \`npm install --save-dev @aws-sdk/client-s3\`; it must be ${OLDEST_CLIENT} or newer.`,
  });
}
