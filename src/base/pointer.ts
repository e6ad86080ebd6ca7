import type { Branded } from "./brand.ts";

/** A JSON Pointer (RFC 6901): the identity of a state everywhere, e.g. `/States/Fanout/Branches/0/States/Charge`. */
export type Pointer = Branded<string, "Pointer">;

export const ROOT: Pointer = "" as Pointer;

/** The pointer to a member below `base`. */
export function child(base: Pointer, ...steps: readonly (string | number)[]): Pointer {
  return steps.reduce<string>((path, step) => `${path}/${escapeStep(String(step))}`, base) as Pointer;
}

/** The steps of a pointer, unescaped. */
export function stepsOf(pointer: Pointer): readonly string[] {
  return pointer === "" ? [] : pointer.slice(1).split("/").map(unescapeStep);
}

const escapeStep = (step: string): string => step.replaceAll("~", "~0").replaceAll("/", "~1");
const unescapeStep = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");
