/** `$sort`, in memory and time that grow with the array; the package's own takes the square of both. */
import type { Budget } from "./budget.ts";

/** Should the second come before the first? The answer may be a promise. */
export type Comparator = (left: unknown, right: unknown) => unknown;

/** The items in order; without a comparator they must all be numbers or all be texts. */
export function sortItems(items: readonly unknown[] | undefined, comparator: Comparator | undefined, budget: Budget): unknown {
  if (items === undefined || items.length <= 1) return items;
  budget.spend((items.length * Math.log2(items.length)) / 16);
  return comparator === undefined ? sortScalars(items) : mergeSorted(items, comparator);
}

function sortScalars(items: readonly unknown[]): unknown[] {
  const isSortable = items.every((item) => typeof item === "string") || items.every(isNumber);
  if (!isSortable) throw { code: "D3070", index: 1 };
  return [...(items as readonly (string | number)[])].sort((left, right) => (left > right ? 1 : left < right ? -1 : 0));
}

function isNumber(item: unknown): boolean {
  if (item === Number.POSITIVE_INFINITY || item === Number.NEGATIVE_INFINITY) throw { code: "D1001", value: item };
  return typeof item === "number" && !Number.isNaN(item);
}

/** Splits and compares as the package does: a comparator may be one that this can be seen by. */
async function mergeSorted(items: readonly unknown[], comparator: Comparator): Promise<readonly unknown[]> {
  if (items.length <= 1) return items;
  const middle = Math.floor(items.length / 2);
  const left = await mergeSorted(items.slice(0, middle), comparator);
  const right = await mergeSorted(items.slice(middle), comparator);
  return merge(left, right, comparator);
}

async function merge(left: readonly unknown[], right: readonly unknown[], comparator: Comparator): Promise<readonly unknown[]> {
  const merged: unknown[] = [];
  let [fromLeft, fromRight] = [0, 0];
  while (fromLeft < left.length && fromRight < right.length) {
    const isSwapped = await comparator(left[fromLeft], right[fromRight]);
    merged.push(isSwapped ? right[fromRight++] : left[fromLeft++]);
  }
  for (; fromLeft < left.length; fromLeft++) merged.push(left[fromLeft]);
  for (; fromRight < right.length; fromRight++) merged.push(right[fromRight]);
  return merged;
}
