import { createHash } from "node:crypto";

/** The MD5 of a text or of bytes, in hexadecimal: SDK clients check what a service says of a message. */
export function md5(data: string | Uint8Array): string {
  return createHash("md5").update(data).digest("hex");
}
