import type { Shape } from "../../sdk/shapes.ts";

/** A scalar as paths, queries and forms carry it, as the SDK's command took it. */
export function fromText(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case "number":
      return Number(text);
    case "bigInteger":
      return BigInt(text);
    case "boolean":
      return text === "true";
    case "timestamp":
      return new Date(/^[\d.]+$/.test(text) ? Number(text) * 1000 : text);
    case "blob":
      return new Uint8Array(Buffer.from(text, "base64"));
    default:
      return text;
  }
}
