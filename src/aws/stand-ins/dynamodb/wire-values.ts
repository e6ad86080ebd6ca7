import { drawUuid } from "../../../kernel/random.ts";
import type { ApiMembers } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";

/** Bytes of an SDK client's attribute go over the wire in base64. */
export function attributeBytes(this: unknown, key: string, value: unknown): unknown {
  const given: unknown = typeof this === "object" && this !== null ? (this as { readonly [key: string]: unknown })[key] : value;
  return given instanceof Uint8Array ? Buffer.from(given).toString("base64") : value;
}

/** The members of dynalite's answers that come from the real clock and from chance, or from an account that is not the world's. */
export function settled(members: ApiMembers, world: StandInWorld): ApiMembers {
  const settle = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => settle(each, ""));
    if (name.endsWith("DateTime") && typeof value === "number") return new Date(world.now());
    if (name === "TableId") return drawUuid(world.host.seed, "dynamodb|table");
    if (typeof value === "string" && name.endsWith("Arn"))
      return value.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:/, world.arn("dynamodb", ""));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, settle(each, key)]));
  };
  const described = ["TableDescription", "Table"].filter((name) => name in members);
  return { ...members, ...Object.fromEntries(described.map((name) => [name, settle(members[name], name)])) };
}
