import type { Pointer } from "../base/pointer.ts";

/** Where a member stands in the text: the offsets of its key and of its value. */
export interface Place {
  readonly key: number | undefined;
  readonly value: number;
  readonly container: boolean;
}

export type PlaceFinder = (pointer: Pointer) => Place | undefined;
