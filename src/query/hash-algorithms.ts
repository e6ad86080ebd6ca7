import { hexDigest } from "../base/digest.ts";

/** What AWS and Node call them. */
const ALGORITHMS: { readonly [name: string]: string } = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** The algorithms of `States.Hash` and `$hash`. */
export const hashAlgorithms: string = Object.keys(ALGORITHMS).join(", ");

/** The hash of a text by an algorithm; `undefined` where AWS knows none of that name. */
export function hashOf(text: string, algorithm: string): string | undefined {
  const known = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  return known === undefined ? undefined : hexDigest(known, text);
}
