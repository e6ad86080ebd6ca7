import type { ItemProcessor, MapState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { ready } from "../data-flow.ts";
import { Iterations } from "../iterations.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import { linkConcurrency } from "../map-concurrency.ts";
import { linkItemSelector, linkItems } from "../map-items.ts";
import { readNumber } from "../number-field.ts";
import type { Scope } from "../scope.ts";
import type { Move, StateRunner } from "../state-node.ts";
import { linkDistributedMap } from "./map-distributed.ts";

/** ASL "Map State": runs its item processor once for each item. */
export function linkMap(state: MapState, frame: LinkFrame): StateRunner {
  const { ProcessorConfig } = (state.ItemProcessor ?? state.Iterator) as ItemProcessor;
  return ProcessorConfig?.Mode === "DISTRIBUTED" ? linkDistributedMap(state, frame) : linkInlineMap(state, frame);
}

/** Inline: the iterations are part of the execution, so many at a time. */
function linkInlineMap(state: MapState, frame: LinkFrame): StateRunner {
  const { node, next, graph, language } = frame;
  const { Parameters, ...fields } = state;
  const flow = linkFlow(fields, frame, true);
  const items = linkItems(state, language);
  const concurrency = linkConcurrency(state, language);
  const select = linkItemSelector(state.ItemSelector ?? Parameters, language);
  const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
  const start = graph(state[field] as ItemProcessor, field);
  return function* map(scope: Scope, raw: Json): Step<Move> {
    const input = yield* ready(flow.enter(raw, scope));
    const width = (yield* readNumber(concurrency, input, scope)) ?? 0;
    const found = (yield* ready(items(input, scope))) as readonly Json[];
    if (frame.inspect) noteStages(scope, language, found, width);
    const outputs = yield* new Iterations({ node, start, select, scope, input, items: found }, width).run();
    return flow.leave(raw, outputs, scope, next);
  };
}

function noteStages(scope: Scope, language: LinkFrame["language"], found: readonly Json[], width: number): void {
  if (language === "JSONPath") scope.stage("afterItemsPath", found);
  scope.stage("maxConcurrency", width);
}
