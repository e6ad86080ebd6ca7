import { createRequire } from "node:module";
import { UsageError } from "../../../base/errors.ts";

/** What of dynalite is used: its HTTP server, which is asked without a network, so that it needs no port and is never intercepted. */
export interface DynaliteServer {
  emit(event: "request", request: unknown, response: unknown): boolean;
}

type Dynalite = (options: { createTableMs: number; updateTableMs: number; deleteTableMs: number }) => DynaliteServer;

/** An answer of DynamoDB, as it went over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** A server of its own, with no tables. Throws a UsageError when dynalite is not installed. */
export function startDynalite(): DynaliteServer {
  return loadDynalite()({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
}

/** From the project that is tested, or from beside this package. */
function loadDynalite(): Dynalite {
  const places = [`${process.cwd()}/package.json`, import.meta.url];
  for (const place of places) {
    try {
      return createRequire(place)("dynalite") as Dynalite;
    } catch (thrown) {
      if ((thrown as { readonly code?: unknown }).code !== "MODULE_NOT_FOUND") throw thrown;
    }
  }
  throw new UsageError("aws.dynamodb needs the package dynalite, which is not installed.", {
    code: "PACKAGE_MISSING",
    hint: "npm install --save-dev dynalite",
  });
}

/** Asks one operation, `PutItem`. */
export function askDynalite(server: DynaliteServer, operation: string, body: string): Promise<WireAnswer> {
  const { Readable } = process.getBuiltinModule("node:stream");
  const request = Object.assign(Readable.from([Buffer.from(body)]), { method: "POST", url: "/", headers: headersOf(operation) });
  return new Promise((resolve) => {
    const response = {
      statusCode: 200,
      contentType: "",
      setHeader: () => undefined,
      end: (text: string) => resolve({ status: response.statusCode, body: text }),
    };
    server.emit("request", request, response);
  });
}

/** dynalite asks for a signature, and does not check it. */
function headersOf(operation: string): { readonly [name: string]: string } {
  return {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
    "x-amz-date": "20250101T000000Z",
    authorization: "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none",
  };
}
