import type { Json } from "../../base/json.ts";
import { setMember } from "../../base/json.ts";
import type { AwsCall, AwsReply } from "../call.ts";
import type { ApiMembers } from "./stand-in.ts";
import { ApiException } from "./stand-in.ts";
import { errorReply } from "./task-error.ts";

/** What a caller gets of an API's answer; throws on what is no answer, such as a usage error. */
export function replyOf(ask: () => ApiMembers | Promise<ApiMembers>, call: AwsCall, requestId: () => string): AwsReply | Promise<AwsReply> {
  const refused = (thrown: unknown): AwsReply => {
    if (thrown instanceof ApiException) return errorReply(thrown, call, requestId);
    throw thrown;
  };
  try {
    const members = ask();
    return members instanceof Promise ? members.then((value) => succeeded(value, call), refused) : succeeded(members, call);
  } catch (thrown) {
    return refused(thrown);
  }
}

function succeeded(members: ApiMembers, call: AwsCall): AwsReply {
  const value = call.resourceType === undefined ? (members as Json) : jsonOf(members, manners(call));
  return { kind: "ok", value, isRaw: false };
}

interface Manners {
  /** The SDK that Step Functions uses for SQS writes `Md5…`. */
  readonly writesMd5: boolean;
  /** An ItemReader gets files as they are. */
  readonly keepsBytes: boolean;
}

function manners({ resourceType, mapField }: AwsCall): Manners {
  return { writesMd5: resourceType === "aws-sdk:sqs", keepsBytes: mapField === "ItemReader" };
}

/** A Task's result is JSON: bytes are text, dates ISO 8601. */
function jsonOf(value: unknown, manners: Manners): Json {
  if (value instanceof Uint8Array) return manners.keepsBytes ? (value as unknown as Json) : Buffer.from(value).toString();
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (Array.isArray(value)) return Object.freeze(value.map((each) => jsonOf(each, manners)));
  if (typeof value !== "object" || value === null) return value as Json;
  const copy: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) setMember(copy, manners.writesMd5 ? key.replace(/^MD5/, "Md5") : key, jsonOf(member, manners));
  }
  return Object.freeze(copy);
}
