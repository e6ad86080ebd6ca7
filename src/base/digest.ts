import { nodeCrypto } from "./node-modules.ts";

/** The digest of text (its UTF-8) or bytes, in hexadecimal. */
export function hexDigest(algorithm: string, data: string | Uint8Array): string {
  return nodeCrypto().createHash(algorithm).update(data).digest("hex");
}

/** SDK clients check the MD5 that a service tells of a message. */
export function md5(data: string | Uint8Array): string {
  return hexDigest("md5", data);
}
