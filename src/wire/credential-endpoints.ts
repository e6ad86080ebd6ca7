import type { WireRequest, WireResponse } from "./codec.ts";

/** Where SDKs ask for the credentials of an instance, a container or a pod. */
const METADATA_HOSTS: ReadonlySet<string> = new Set(["169.254.169.254", "[fd00:ec2::254]"]);
const CONTAINER_HOSTS: ReadonlySet<string> = new Set(["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]);

/** What all of these endpoints give. */
const ACCESS = { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "not-a-secret", Token: "none", SessionToken: "none" };
const EXPIRATION = "2099-01-01T00:00:00Z";

/** Does this address give credentials? */
export function isCredentialEndpoint({ hostname }: URL): boolean {
  return METADATA_HOSTS.has(hostname) || CONTAINER_HOSTS.has(hostname);
}

/** Answers as an instance or container with a role does. */
export function credentialAnswer({ url }: WireRequest, region: string): WireResponse {
  const { hostname, pathname } = new URL(url);
  if (CONTAINER_HOSTS.has(hostname)) return jsonAnswer(credentials());
  if (pathname === "/latest/api/token") return textAnswer("token", { "x-aws-ec2-metadata-token-ttl-seconds": "21600" });
  if (pathname.endsWith("/placement/region")) return textAnswer(region);
  if (pathname.endsWith("/instance-identity/document")) return jsonAnswer({ region });
  if (/\/iam\/security-credentials\/?$/.test(pathname)) return textAnswer("role");
  if (pathname.includes("/iam/security-credentials/")) return jsonAnswer(credentials());
  return { status: 404, headers: {}, body: new Uint8Array() };
}

function credentials(): object {
  return { Code: "Success", Type: "AWS-HMAC", LastUpdated: "2020-01-01T00:00:00Z", ...ACCESS, Expiration: EXPIRATION };
}

/** Is this AWS STS, which clients ask for a role's credentials by a small client that they bring along? */
export function isTokenService({ hostname }: URL): boolean {
  return /^sts[.-]/.test(hostname);
}

/** The operation of AWS STS that is asked for; empty where the request names none. */
export function actionOf({ body }: WireRequest): string {
  return new URLSearchParams(Buffer.from(body).toString()).get("Action") ?? "";
}

/** Answers as AWS STS does, whoever asks; `undefined` for what gives neither credentials nor an identity. */
export function roleAnswer(request: WireRequest, accountId: string): WireResponse | undefined {
  const action = actionOf(request);
  if (action === "GetCallerIdentity") return xmlAnswer(action, identity(accountId));
  if (!action.startsWith("AssumeRole")) return undefined;
  return xmlAnswer(action, `<Credentials>${members({ ...ACCESS, Expiration: EXPIRATION })}</Credentials>${assumedRole(accountId)}`);
}

function identity(accountId: string): string {
  return members({ Arn: `arn:aws:iam::${accountId}:user/test`, UserId: "AIDAEXAMPLE", Account: accountId });
}

function assumedRole(accountId: string): string {
  const Arn = `arn:aws:sts::${accountId}:assumed-role/test/session`;
  return `<AssumedRoleUser>${members({ AssumedRoleId: "AROAEXAMPLE:session", Arn })}</AssumedRoleUser>`;
}

function members(fields: { readonly [name: string]: string }): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
}

function xmlAnswer(action: string, result: string): WireResponse {
  const xml = `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata/></${action}Response>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(xml) };
}

function textAnswer(text: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status: 200, headers: { "content-type": "text/plain", ...headers }, body: Buffer.from(text) };
}

function jsonAnswer(value: object): WireResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(value)) };
}
