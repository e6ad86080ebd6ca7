import type { Shape } from "../../sdk/shapes.ts";

/** An SDK client's answer as a Task gets it: members of structures begin with a capital. */
export function aslOutput(shape: Shape, value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  switch (shape.kind) {
    case "structure":
    case "union":
      return mapped(value, (key, item) => {
        const member = shape.members.get(key);
        return [key.charAt(0).toUpperCase() + key.slice(1), member === undefined ? item : aslOutput(member.shape(), item)];
      });
    case "list":
      return (value as readonly unknown[]).map((item) => aslOutput(shape.item(), item));
    case "map":
      return mapped(value, (key, item) => [key, aslOutput(shape.value(), item)]);
    default:
      return value;
  }
}

function mapped(value: object, change: (key: string, item: unknown) => readonly [string, unknown]): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => change(key, item)));
}

interface SdkStream {
  transformToByteArray(): Promise<Uint8Array>;
}

/** The same answer with its streamed members read to their ends. */
export async function readStreams(output: object): Promise<object> {
  const entries = Object.entries(output).map(async ([key, value]: [string, unknown]) => {
    return [key, isSdkStream(value) ? await value.transformToByteArray() : value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function isSdkStream(value: unknown): value is SdkStream {
  return typeof value === "object" && value !== null && "transformToByteArray" in value;
}
