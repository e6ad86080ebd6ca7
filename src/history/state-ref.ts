import type { StateType } from "../asl/model.ts";
import type { Pointer } from "../base/pointer.ts";

/** A state as the history names it. */
export interface StateRef {
  readonly name: string;
  /** Among the states of its machine, from 1. */
  readonly number: number;
  readonly type: StateType;
  readonly pointer: Pointer;
  /** Of a Task. */
  readonly resource: string | undefined;
}
