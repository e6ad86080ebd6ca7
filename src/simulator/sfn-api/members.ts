import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";

/** A text whose presence was checked. */
export function textOf(input: ApiMembers, member: string): string {
  return String(input[member] ?? "");
}

/** A text that may be missing. */
export function optionalText(input: ApiMembers, member: string): string | undefined {
  const value = input[member];
  return typeof value === "string" ? value : undefined;
}

/** The members that have a value. */
export function presentMembers<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
