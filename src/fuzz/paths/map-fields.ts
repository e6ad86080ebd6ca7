/** What the fields of a distributed Map need, and make of its items. */
import type { ItemBatcher, MapState } from "../../asl/model.ts";
import type { View } from "./json-path-terms.ts";
import { neededAt, termOfTemplate } from "./json-path-terms.ts";
import type { Term } from "./term.ts";
import { objectOf, unknown } from "./term.ts";

/** The data that its calls and batches are made with has to be there. */
export function needCalls({ ItemReader, ItemBatcher, ResultWriter }: MapState, view: View): void {
  for (const template of [ItemReader?.Parameters, ItemBatcher?.BatchInput, ResultWriter?.Parameters])
    if (template !== undefined) termOfTemplate(template, view);
  const { MaxItemsPerBatchPath, MaxInputBytesPerBatchPath } = ItemBatcher ?? {};
  for (const path of [MaxItemsPerBatchPath, MaxInputBytesPerBatchPath, ItemReader?.ReaderConfig?.MaxItemsPath])
    if (path !== undefined) neededAt(path, view, "seconds");
}

const MOST_ITEMS = 100;

/** How many items a batch has at the most; what is worked out when the machine runs leaves room for all. */
export function batchSize({ MaxItemsPerBatch }: ItemBatcher): number {
  return typeof MaxItemsPerBatch === "number" && MaxItemsPerBatch > 0 ? MaxItemsPerBatch : MOST_ITEMS;
}

/** ASL "ItemBatcher": the inputs of child executions that get several items each. */
export function batchesOf(items: readonly Term[], size: number): readonly Term[] {
  const batches: Term[] = [];
  for (let index = 0; index < items.length; index += size)
    batches.push(
      objectOf(
        [["Items", { kind: "array", items: items.slice(index, index + size) }]],
        unknown("The BatchInput is made while the machine runs"),
      ),
    );
  return batches;
}
