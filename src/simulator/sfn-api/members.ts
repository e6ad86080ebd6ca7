import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { Instant } from "../../base/brand.ts";

/** A text whose presence was checked. */
export function textOf(input: ApiMembers, member: string): string {
  return String(input[member] ?? "");
}

/** A text that may be missing. */
export function optionalText(input: ApiMembers, member: string): string | undefined {
  const value = input[member];
  return typeof value === "string" ? value : undefined;
}

/** A number that may be missing. */
export function optionalNumber(input: ApiMembers, member: string): number | undefined {
  const value = input[member];
  return typeof value === "number" ? value : undefined;
}

/** An instant as answers tell it, if there is one. */
export function dateOf(at: Instant | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}

/** The members that have a value. */
export function presentMembers<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
