import type { ApiMembers } from "./stand-in.ts";
import { ApiException } from "./stand-in.ts";

/** A parameter that must be there and be text. Throws AWS's MissingParameter. */
export function textOf(input: ApiMembers, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw new ApiException("MissingParameter", `The request must contain the parameter ${name}.`, { isModelled: false });
}

/** A parameter that may be there. */
export function optionalText(input: ApiMembers, name: string): string | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** A number, which some members write as text. */
export function optionalNumber(input: ApiMembers, name: string): number | undefined {
  const value = input[name];
  return value === undefined || value === null || Number.isNaN(Number(value)) ? undefined : Number(value);
}

/** The objects of a list; an empty one when there is none. */
export function listOf(input: ApiMembers, name: string): readonly ApiMembers[] {
  const value = input[name];
  return Array.isArray(value) ? (value as readonly ApiMembers[]) : [];
}

/** A structure or a map; an empty one when there is none. */
export function membersOf(input: ApiMembers, name: string): ApiMembers {
  const value = input[name];
  return typeof value === "object" && value !== null ? (value as ApiMembers) : {};
}

/** A body or message as text: Task states may give any JSON for it. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString() : JSON.stringify(value ?? null);
}
