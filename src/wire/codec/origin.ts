import { clientsSigningAs } from "../../sdk/service-names.ts";
import type { WireRequest } from "../codec.ts";

/** The clients a request may come from, by their names without hyphens, likeliest first. */
export function clientsAsking({ headers, url }: WireRequest): readonly string[] {
  const { hostname, searchParams } = new URL(url);
  const agent = /\bapi\/([^#\s/]+)#/.exec(`${headers["x-amz-user-agent"] ?? ""} ${headers["user-agent"] ?? ""}`)?.[1];
  const scope = signingScope(headers["authorization"] ?? searchParams.get("X-Amz-Credential") ?? "");
  const target = headers["x-amz-target"];
  return [
    ...(agent === undefined ? [] : [agent.replace(/[-_ ]/g, "").toLowerCase()]),
    ...(scope === undefined ? [] : clientsSigningAs(scope)),
    ...(target === undefined ? [] : clientsOfTarget(target)),
    ...clientsOfHost(hostname),
  ].filter((client, index, all) => all.indexOf(client) === index);
}

/** The service that a signature is for: `…/us-east-1/states/aws4_request`. */
function signingScope(credential: string): string | undefined {
  return /\/([^/,\s]+)\/aws4_request/.exec(credential)?.[1];
}

/** Targets whose prefix is not the client's name in disguise. */
const TARGETS: { readonly [prefix: string]: string } = {
  stepfunctions: "sfn",
  ec2containerservice: "ecs",
  trentservice: "kms",
  rekognitionservice: "rekognition",
};

/** `DynamoDB_20120810.GetItem`, `AWSEvents.PutEvents`, `AmazonSQS.SendMessage`. */
function clientsOfTarget(target: string): readonly string[] {
  const prefix = target.split(".")[0] as string;
  const name = prefix
    .replace(/^(AWS|Amazon)/, "")
    .replace(/_?V?\d{8}$/, "")
    .toLowerCase();
  return Object.hasOwn(TARGETS, name) ? [TARGETS[name] as string] : clientsSigningAs(name);
}

/** `sqs.us-east-1.amazonaws.com`, `bucket.s3.us-east-1.amazonaws.com`. */
function clientsOfHost(hostname: string): readonly string[] {
  if (!AWS_HOST.test(hostname)) return [];
  const labels = hostname.replace(AWS_HOST, "").split(".");
  if (labels.some((label) => /^s3\b/.test(label))) return ["s3"];
  return labels
    .filter((label) => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(label))
    .flatMap((label) => [label.replaceAll("-", ""), ...clientsSigningAs(label)]);
}

const AWS_HOST = /\.(amazonaws\.com(\.cn)?|api\.aws|aws)$/;
