/** Of `count` places with ascending keys, the last whose key is not above `key`; 0 where there is none. */
export function lastNotAbove(key: number, count: number, keyAt: (place: number) => number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (keyAt(middle) <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}
