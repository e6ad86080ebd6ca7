/** Hosts of AWS, in all partitions. */
const AWS_HOST =
  /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|on\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)$/;

/** A signature of version 4, or 4a, in the header. */
const SIGNATURE = /^AWS4-(HMAC|ECDSA-P256)-SHA256\b/;

/** Is this request for AWS: by its host, or because it is signed? */
export function isAwsRequest(url: URL, authorization: string | null | undefined): boolean {
  return isAwsHost(url.hostname) || SIGNATURE.test(authorization ?? "") || url.searchParams.has("X-Amz-Signature");
}

export function isAwsHost(hostname: string): boolean {
  return AWS_HOST.test(hostname);
}
