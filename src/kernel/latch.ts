/** Something that several may wait for, settled once. */
export interface Latch {
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

export function newLatch(): Latch {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { settled, settle };
}
