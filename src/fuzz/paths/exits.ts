/** All the ways in which a state can be left. */
import type { ChoiceState, MapState, State, StateGraph } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import { distributedExits } from "./distributed-exits.ts";
import type { InnerRoutes } from "./fork-exits.ts";
import { mapExits, parallelExits } from "./fork-exits.ts";
import type { Exit } from "./route.ts";
import { taskTroubles, troubleExits } from "./troubles.ts";

export type RoutesOf = (graph: StateGraph, at: Pointer) => InnerRoutes;

/** The exits of a state, the usual one first. */
export function exitsOf(state: State, pointer: Pointer, routesOf: RoutesOf): readonly Exit[] {
  switch (state.Type) {
    case "Choice":
      return choiceExits(state, pointer);
    case "Fail":
      return [{ ...plain(undefined), key: "fails", failure: { error: state.Error } }];
    case "Task":
      return distinct([answered(state.Next), ...troubleExits(state, state.Next, pointer, taskTroubles(state))]);
    case "Parallel":
      return distinct(
        parallelExits(
          state,
          pointer,
          state.Branches.map((branch, index) => routesOf(branch, child(pointer, "Branches", index))),
        ),
      );
    case "Map":
      return distinct((isDistributed(state) ? distributedExits : mapExits)(state, pointer, innerOfMap(state, pointer, routesOf)));
    default:
      return [plain("Next" in state ? state.Next : undefined)];
  }
}

const plain = (next: string | undefined): Exit => ({ key: "goes on", words: undefined, covers: [], attempts: [], next });
const answered = (next: string | undefined): Exit => ({ ...plain(next), attempts: [{ kind: "answers" }] });

function choiceExits({ Choices, Default }: ChoiceState, pointer: Pointer): readonly Exit[] {
  const rules = Choices.map(({ Next }, rule) => {
    const at = child(pointer, "Choices", rule);
    return { key: `rule ${rule}`, words: `rule ${rule}`, covers: [at], attempts: [], rule, next: Next };
  });
  const otherwise = { key: "default", words: "Default", covers: [child(pointer, "Default")], attempts: [] };
  if (Default !== undefined) return [...rules, { ...otherwise, rule: "default", next: Default }];
  return [...rules, { ...otherwise, words: "no rule", covers: [], next: undefined, failure: { error: "States.NoChoiceMatched" } }];
}

/** Does each of its items have an execution of its own? */
export function isDistributed({ ItemProcessor, Iterator }: MapState): boolean {
  return (ItemProcessor ?? Iterator)?.ProcessorConfig?.Mode === "DISTRIBUTED";
}

function innerOfMap({ ItemProcessor, Iterator }: MapState, pointer: Pointer, routesOf: RoutesOf): InnerRoutes {
  return ItemProcessor === undefined
    ? routesOf(Iterator as StateGraph, child(pointer, "Iterator"))
    : routesOf(ItemProcessor, child(pointer, "ItemProcessor"));
}

function distinct(exits: readonly Exit[]): readonly Exit[] {
  return [...new Map(exits.toReversed().map((exit) => [`${exit.key}→${exit.next}`, exit])).values()].toReversed();
}
