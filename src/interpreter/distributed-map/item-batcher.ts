/** ASL "ItemBatcher": puts the items of a distributed Map together to the inputs of fewer child executions. */

import type { ItemBatcher, QueryLanguageName } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { dataLimitExceeded } from "../../base/states-failure.ts";
import type { Step } from "../../kernel/effect.ts";
import type { Answer } from "../../query/index.ts";
import { compileJsonataTemplate, compileTemplate } from "../../query/index.ts";
import { ready } from "../data-flow.ts";
import type { NumberKind } from "../number-field.ts";
import { linkNumber, NON_NEGATIVE, POSITIVE, readNumber } from "../number-field.ts";
import type { ChildInputs } from "../ports.ts";
import type { Scope } from "../scope.ts";

export type Batcher = (input: Json, items: readonly Json[], scope: Scope) => Step<ChildInputs>;

export function linkItemBatcher(batcher: ItemBatcher, language: QueryLanguageName): Batcher {
  const { MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath } = batcher;
  const most = linkBound("MaxItemsPerBatch", MaxItemsPerBatch, MaxItemsPerBatchPath, language);
  const bytes = linkBound("MaxInputBytesPerBatch", MaxInputBytesPerBatch, MaxInputBytesPerBatchPath, language);
  const batchInput = linkBatchInput(batcher.BatchInput, language);
  return function* batched(input, items, scope) {
    const { payloadBytes } = scope.environment.facts.limits;
    const maxItems = bound(yield* readNumber(most, input, scope));
    const maxBytes = Math.min(bound(yield* readNumber(bytes, input, scope)), payloadBytes);
    const shared = batchInput === undefined ? {} : { BatchInput: yield* ready(batchInput(input, scope)) };
    const batches = inBatches(items, { maxItems, maxBytes: maxBytes - jsonBytes({ ...shared, Items: [] }) }, scope.node?.name ?? "");
    return { values: batches.map((batch) => ({ ...shared, Items: batch })), sizes: batches.map((batch) => batch.length) };
  };
}

/** A path has to find a positive number; 0 written out means no bound. */
function linkBound(name: string, value: number | string | undefined, path: string | undefined, language: QueryLanguageName) {
  const kind: NumberKind = path === undefined ? NON_NEGATIVE : POSITIVE;
  const refusal = (found: string, at: string): string =>
    `The ${name}Path field refers to value ${found} which is not a valid integer: ${at}`;
  return linkNumber({ name, value, path, kind, refusal }, language);
}

function bound(value: number | undefined): number {
  return value === undefined || value === 0 ? Number.POSITIVE_INFINITY : value;
}

function linkBatchInput(template: Json | undefined, language: QueryLanguageName): ((input: Json, scope: Scope) => Answer) | undefined {
  if (template === undefined) return undefined;
  if (language === "JSONPath") return compileTemplate(template);
  const evaluate = compileJsonataTemplate("ItemBatcher/BatchInput", template);
  return (input, scope) => evaluate({ input }, scope);
}

interface BatchLimits {
  readonly maxItems: number;
  /** Of the items and the commas between them. */
  readonly maxBytes: number;
}

/** As many items in each batch as it may hold. Throws what an item that is too large alone fails with. */
function inBatches(items: readonly Json[], { maxItems, maxBytes }: BatchLimits, state: string): readonly (readonly Json[])[] {
  const batches: Json[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = maxBytes === Number.POSITIVE_INFINITY ? 0 : jsonBytes(item);
    if (bytes > maxBytes) throw dataLimitExceeded(state);
    const last = batches.at(-1);
    if (last === undefined || last.length >= maxItems || bytes + 1 > room) {
      batches.push([item]);
      room = maxBytes - bytes;
    } else {
      last.push(item);
      room -= bytes + 1;
    }
  }
  return batches;
}

function jsonBytes(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}
