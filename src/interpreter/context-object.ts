import type { JsonObject } from "../base/json.ts";
import type { Scope } from "./scope.ts";

/** ASL "Context Object": what `$$` shows a state; times are ISO 8601 with milliseconds. */
export function contextObject(scope: Scope): JsonObject {
  const { environment, node, enteredAt, retryCount, item } = scope;
  return {
    ...environment.context(),
    State: {
      Name: node?.name ?? "",
      EnteredTime: new Date(enteredAt).toISOString(),
      ...(node?.type === "Task" && { RetryCount: retryCount }),
    },
    ...(node?.hasToken && { Task: { Token: scope.taskToken } }),
    ...(item !== undefined && { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
}
