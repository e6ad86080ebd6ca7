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
  const value = call.resourceType === undefined ? (members as Json) : jsonOf(members, call.resourceType === "aws-sdk:sqs");
  return { kind: "ok", value, isRaw: false };
}

/** A Task's result is JSON: bytes are text, dates ISO 8601. The SDK that Step Functions uses for SQS writes `Md5…`. */
function jsonOf(value: unknown, writesMd5: boolean): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (Array.isArray(value)) return Object.freeze(value.map((each) => jsonOf(each, writesMd5)));
  if (typeof value !== "object" || value === null) return value as Json;
  const copy: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) setMember(copy, writesMd5 ? key.replace(/^MD5/, "Md5") : key, jsonOf(member, writesMd5));
  }
  return Object.freeze(copy);
}
