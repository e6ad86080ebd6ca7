import type { QueryLanguageName, State, StateGraph, StateType } from "../asl/model.ts";
import type { StateNode, StateRunner } from "./state-node.ts";

/** What linking one state type can use. */
export interface LinkFrame {
  readonly node: StateNode;
  /** The state's own, or the machine's. */
  readonly language: QueryLanguageName;
  /** Are the stages of the state's data noted? */
  readonly inspect: boolean;
  /** The state named by `Next`; `undefined` at an end. */
  readonly next: StateNode | undefined;
  /** A state of the same graph, by name. */
  readonly target: (name: string) => StateNode;
  /** Links a branch or an item processor, and answers its first state. */
  readonly graph: (graph: StateGraph, ...steps: readonly (string | number)[]) => StateNode;
}

/** Compiles a state once; its runner is then called for each entry and attempt. */
export type Linker<S extends State> = (state: S, frame: LinkFrame) => StateRunner;

export type Linkers = { readonly [T in StateType]: Linker<Extract<State, { Type: T }>> };
