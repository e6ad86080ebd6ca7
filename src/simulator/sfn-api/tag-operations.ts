/** TagResource, UntagResource, ListTagsForResource: of state machines and activities. */

import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import { demandTaggableArn } from "./arns.ts";
import { textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import type { StepFunctions } from "./step-functions.ts";

/** Tags by key, in the order in which the keys came. */
export type Tags = Map<string, string>;

export const tagOperations: Operations = {
  tagResource: (api, input) => {
    addTags(tagsAt(api, textOf(input, "resourceArn")), input["tags"]);
    return {};
  },
  untagResource: (api, input) => {
    const tags = tagsAt(api, textOf(input, "resourceArn"));
    for (const key of input["tagKeys"] as readonly string[]) tags.delete(key);
    return {};
  },
  listTagsForResource: (api, input) => {
    const tags = [...tagsAt(api, textOf(input, "resourceArn"))].map(([key, value]) => ({ key, value }));
    return { tags };
  },
};

const MOST = 50;

/** Adds tags as a request lists them. Throws AWS's TooManyTags. */
export function addTags(tags: Tags, added: unknown): void {
  for (const { key, value = "" } of (added ?? []) as readonly { readonly key: string; readonly value?: string }[]) tags.set(key, value);
  if (tags.size > MOST) throw new ApiException("TooManyTags", `A resource can have up to ${MOST} tags.`);
}

function tagsAt(api: StepFunctions, arn: string): Tags {
  demandTaggableArn(arn);
  const tags = api.tags.get(arn);
  if (tags === undefined) throw new ApiException("ResourceNotFound", `Resource not found: '${arn}'`);
  return tags;
}
