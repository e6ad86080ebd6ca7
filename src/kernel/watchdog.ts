import { clearTimeout as realClearTimeout, setImmediate as realSetImmediate, setTimeout as realSetTimeout } from "node:timers";

// Kept at load, so that fake timers which a test installs later do not reach them.
const startTimer = realSetTimeout;
const stopTimer = realClearTimeout;
const afterIo = realSetImmediate;

/** Settles as `work` does, or, when real time passes without that, calls `expired` and settles as that does. */
export async function watch<T>(work: Promise<T>, seconds: number, expired: () => T): Promise<T> {
  if (!Number.isFinite(seconds)) return work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>((resolve, reject) => {
    timer = startTimer(() => {
      try {
        resolve(expired());
      } catch (error) {
        reject(error);
      }
    }, seconds * 1_000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    stopTimer(timer);
  }
}

/** One real turn of the event loop: what was woken by a promise has run as far as it gets without waiting. */
export function realTurn(): Promise<void> {
  return new Promise((resolve) => afterIo(resolve));
}
