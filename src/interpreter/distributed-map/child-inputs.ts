import type { MapState } from "../../asl/model.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { exceedsBytes } from "../../base/json.ts";
import { dataLimitExceeded } from "../../base/states-failure.ts";
import type { Step } from "../../kernel/effect.ts";
import type { Surroundings } from "../../query/index.ts";
import { ready } from "../data-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { ItemSelector } from "../map-items.ts";
import { linkItemSelector } from "../map-items.ts";
import type { ChildInputs, ReadItems } from "../ports.ts";
import type { Scope } from "../scope.ts";
import { linkItemBatcher } from "./item-batcher.ts";

type ChildInputsSource = (input: Json, items: ReadItems, scope: Scope) => Step<ChildInputs>;

/** What the child executions of a distributed Map begin with: its items, as `ItemSelector` and `ItemBatcher` make them. */
export function linkChildInputs(state: MapState, { language, inspect }: LinkFrame): ChildInputsSource {
  const select = linkItemSelector(state.ItemSelector ?? state.Parameters, language);
  const batch = state.ItemBatcher === undefined ? undefined : linkItemBatcher(state.ItemBatcher, language);
  return function* childInputs(input, items, scope) {
    const selected = select === undefined ? unselected(items) : yield* selectEach(select, input, items, scope);
    demandSize(selected, scope);
    if (inspect && select !== undefined) scope.stage("afterItemSelector", selected);
    if (batch === undefined) return { values: selected };
    const batches = yield* batch(input, selected, scope);
    if (inspect) scope.stage("afterItemBatcher", batches.values);
    return batches;
  };
}

/** Members of an object come with their names. */
function unselected(items: ReadItems): readonly Json[] {
  return items.values.map((value, index) => {
    const key = items.keyOf(index);
    return key === undefined ? value : { Key: key, Value: value };
  });
}

function* selectEach(select: ItemSelector, input: Json, items: ReadItems, scope: Scope): Step<readonly Json[]> {
  const around = new ItemSurroundings(scope, items);
  const selected: Json[] = [];
  for (; around.index < items.values.length; around.index++) selected.push(yield* ready(select(input, around)));
  return selected;
}

function demandSize(inputs: readonly Json[], { node, environment }: Scope): void {
  const { payloadBytes } = environment.facts.limits;
  if (inputs.some((input) => exceedsBytes(input, payloadBytes))) throw dataLimitExceeded(node?.name ?? "");
}

/** What ItemSelector sees: what the Map does, and the item. */
class ItemSurroundings implements Surroundings {
  index = 0;
  readonly #scope: Scope;
  readonly #items: ReadItems;

  constructor(scope: Scope, items: ReadItems) {
    this.#scope = scope;
    this.#items = items;
  }

  contextObject(): JsonObject {
    const index = this.index;
    const items = this.#items;
    const key = items.keyOf(index);
    const named = key === undefined ? { Index: index } : { Index: index, Key: key };
    const item = { ...named, Value: items.values[index] as Json, Source: items.sourceOf(index) };
    return { ...this.#scope.contextObject(), Map: { Item: item } };
  }

  variable(name: string): Json | undefined {
    return this.#scope.variable(name);
  }

  now(): number {
    return this.#scope.now();
  }

  random(): number {
    return this.#scope.random();
  }

  uuid(): string {
    return this.#scope.uuid();
  }
}
