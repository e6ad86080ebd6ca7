import { createRequire } from "node:module";
import { join } from "node:path";
import type { SchemaRef } from "./shapes.ts";

/** What a client's package exports. */
export type ClientExports = Readonly<Record<string, unknown>>;

/** A protocol of the SDK: it writes requests and reads responses, which is all we know of it. */
export interface ClientProtocol {
  serializeRequest(operation: MirroredOperation, input: unknown, context: object): Promise<ProtocolRequest>;
  deserializeResponse(operation: MirroredOperation, context: object, response: unknown): Promise<Record<string, unknown>>;
  getResponseType(): new (response: ProtocolResponse) => unknown;
  getShapeId(): string;
  setSerdeContext(config: object): void;
}

export interface MirroredOperation {
  readonly namespace: string;
  readonly name: string;
  readonly traits: object;
  readonly input: SchemaRef;
  readonly output: SchemaRef;
}

export interface ProtocolRequest {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export interface ProtocolResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** The settings that all protocols of a service are made with. */
export interface ProtocolSettings {
  readonly defaultNamespace: string;
  readonly version?: string;
  readonly serviceTarget?: string;
  readonly xmlNamespace?: string;
  readonly awsQueryCompatible?: boolean;
}

export interface ClientConfig {
  readonly protocol: ClientProtocol;
  readonly protocolSettings: ProtocolSettings;
  readonly defaultSigningName?: string;
}

/** The first version whose clients bring along all that requests are read and checked by: schemas that tell unions and what is required. */
export const OLDEST_CLIENT = "3.969.0";

/** Parts of the SDK, each in the version that a client uses. */
type SdkPart =
  | "@smithy/core/retry"
  | "@smithy/util-retry"
  | "@smithy/core/event-streams"
  | "@smithy/eventstream-codec"
  | "@aws-sdk/core/protocols";

/** The version of the package in a folder, where it is too old to be used. */
export function versionIfTooOld(folder: string): string | undefined {
  const { version = "" } = createRequire(join(folder, "package.json"))("./package.json") as { readonly version?: string };
  const [major, minor] = version.split(".", 2).map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_CLIENT.split(".", 2).map(Number) as [number, number];
  if (major === undefined || minor === undefined) return undefined;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor) ? version : undefined;
}

/** A client as it is installed: what it exports, and what it depends on. */
export class ClientPackage {
  readonly exports: ClientExports;
  readonly #require: NodeJS.Require;
  #config: ClientConfig | undefined;

  /** Loads the client; throws what loading it throws. */
  constructor(folder: string) {
    this.#require = createRequire(join(folder, "package.json"));
    this.exports = this.#require(folder) as ClientExports;
  }

  /** A part that is there in all versions. */
  dependency(part: SdkPart): unknown {
    return this.#require(part);
  }

  /** What parts that are there export under a name: the SDK has moved it from one to another. */
  exportedAs(name: string, ...parts: readonly SdkPart[]): readonly unknown[] {
    return parts.map((part) => this.#partOrNone(part)[name]).filter((exported) => exported !== undefined);
  }

  #partOrNone(part: SdkPart): ClientExports {
    try {
      return this.#require(part) as ClientExports;
    } catch {
      return {};
    }
  }

  /** The configuration of a client of our own: the serializers of a user's would be shared. */
  get config(): ClientConfig {
    this.#config ??= this.#newConfig();
    return this.#config;
  }

  #newConfig(): ClientConfig {
    const name = Object.keys(this.exports).find((key) => /^[A-Z].*Client$/.test(key)) as string;
    const Client = this.exports[name] as new (config: object) => { readonly config: ClientConfig };
    return new Client({ region: "us-east-1", credentials: { accessKeyId: "none", secretAccessKey: "none" } }).config;
  }
}
