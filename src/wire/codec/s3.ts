import type { WireRequest } from "../codec.ts";

/** S3 names the bucket in the host or at the beginning of the path; what is left of the path is the key. */
export function bucketOf({ hostname, pathname }: URL): { readonly bucket: string | undefined; readonly path: string } {
  const inHost = VIRTUAL_HOST.exec(hostname)?.[1];
  if (inHost !== undefined) return { bucket: inHost, path: pathname };
  const [, bucket = "", rest = "/"] = /^\/([^/]*)(\/.*)?$/s.exec(pathname) ?? [];
  return bucket === "" ? { bucket: undefined, path: "/" } : { bucket: decodeURIComponent(bucket), path: rest };
}

/** On hosts that are not AWS's only `bucket.localhost` can be told from a path with the bucket in it. */
const VIRTUAL_HOST = /^(.+?)\.(?:s3[.-].*amazonaws\.com(?:\.cn)?|s3\.amazonaws\.com|localhost)$/;

/** Takes the framing of `aws-chunked` off a body, and its marks off the headers. */
export function withoutChunks(request: WireRequest): WireRequest {
  const { headers, body } = request;
  const encodings = (headers["content-encoding"] ?? "").split(",").map((encoding) => encoding.trim());
  if (!encodings.includes("aws-chunked")) return request;
  const { "content-encoding": _, ...others } = headers;
  const encoding = encodings.filter((name) => name !== "aws-chunked").join(",");
  const data = chunksOf(body);
  return {
    ...request,
    headers: { ...others, ...(encoding === "" ? {} : { "content-encoding": encoding }), "content-length": String(data.length) },
    body: data,
  };
}

/** Each chunk: its length in hexadecimal, perhaps a signature, a line's end, the data, a line's end; trailers follow the empty one. */
function chunksOf(body: Uint8Array): Uint8Array {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = buffer.indexOf("\r\n", at);
    const length = end < 0 ? 0 : Number.parseInt(buffer.toString("latin1", at, end), 16);
    if (!(length > 0)) return new Uint8Array(Buffer.concat(chunks));
    chunks.push(buffer.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
