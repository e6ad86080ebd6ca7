import process from "node:process";
import { startStopwatch } from "../kernel/stopwatch.ts";
import type { ProgressListener } from "./fuzz-options.ts";

const FIRST_SECONDS = 2;
const NEXT_SECONDS = 0.5;
/** Looking at the clock after each run would cost more than it tells. */
const RUNS_PER_LOOK = 64;

/** Tells how far a fuzzer has got, now and then. */
export class Progress {
  readonly #of: number;
  readonly #listener: ProgressListener;
  readonly #seconds: () => number;
  #runs = 0;
  #nextAt = FIRST_SECONDS;

  constructor(of: number, listener: ProgressListener, seconds: () => number = startStopwatch()) {
    this.#seconds = seconds;
    this.#of = of;
    this.#listener = listener;
  }

  /** Counts a run. */
  count(): void {
    if (++this.#runs % RUNS_PER_LOOK !== 0) return;
    const seconds = this.#seconds();
    if (seconds < this.#nextAt) return;
    this.#nextAt = seconds + NEXT_SECONDS;
    this.#listener({ runs: this.#runs, of: this.#of, seconds });
  }
}

/** A line in the terminal that is written over and over; nothing where errors do not go to one. */
export function terminalLine(name: string): { readonly show: ProgressListener; readonly clear: () => void } {
  const { stderr } = process;
  let isShown = false;
  return {
    show: ({ runs, of, seconds }) => {
      if (!stderr.isTTY) return;
      isShown = true;
      stderr.write(`\r\u001b[K${progressInWords(name, runs, of, seconds)}`);
    },
    clear: () => {
      if (isShown) stderr.write("\r\u001b[K");
    },
  };
}

function progressInWords(name: string, runs: number, of: number, seconds: number): string {
  const rate = Math.round(runs / Math.max(seconds, 0.001));
  return `fuzzing ${name}: ${runs.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} executions, ${rate.toLocaleString("en-US")} a second`;
}
