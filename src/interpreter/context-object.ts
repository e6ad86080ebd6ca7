import type { JsonObject } from "../base/json.ts";
import type { Scope } from "./scope.ts";

/** ASL "Context Object": what `$$` shows a state; times are ISO 8601 with milliseconds. */
export function contextObject({ environment, node, enteredAt, retryCount, item }: Scope): JsonObject {
  return {
    ...environment.context(),
    State: {
      Name: node?.name ?? "",
      EnteredTime: new Date(enteredAt).toISOString(),
      ...(node?.type === "Task" && { RetryCount: retryCount }),
    },
    ...(item !== undefined && { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
}
