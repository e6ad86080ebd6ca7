import { cborTexts } from "./codec/cbor-texts.ts";
import type { WireRequest, WireResponse } from "./codec.ts";

/** Refuses a request whose operation is not known, in a form that its client can read: 400, so that it is not repeated. */
export function refusal({ headers, url }: WireRequest, thrown: unknown): WireResponse {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (isXml(headers["content-type"] ?? "", new URL(url).hostname)) {
    const error = `<Error><Type>Sender</Type><Code>${escaped(name)}</Code><Message>${escaped(message)}</Message></Error>`;
    const body = /(^|[.-])s3[.-]/.test(new URL(url).hostname) ? error : `<ErrorResponse>${error}</ErrorResponse>`;
    return { status: 400, headers: { "content-type": "application/xml" }, body: Buffer.from(body) };
  }
  const protocol = headers["smithy-protocol"];
  const error = { __type: name, message };
  return {
    status: 400,
    headers: {
      "content-type": headers["content-type"] ?? "application/json",
      "x-amzn-errortype": name,
      ...(protocol === undefined ? {} : { "smithy-protocol": protocol }),
    },
    body: protocol === "rpc-v2-cbor" ? cborTexts(error) : Buffer.from(JSON.stringify(error)),
  };
}

function isXml(contentType: string, hostname: string): boolean {
  return contentType.includes("xml") || contentType.includes("x-www-form-urlencoded") || /(^|[.-])s3[.-]/.test(hostname);
}

function escaped(text: string): string {
  return text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
