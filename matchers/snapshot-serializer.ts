import { isExecution } from "../src/simulator/execution.ts";
import { outlineOf } from "./outline.ts";
import { seenOf } from "./seen.ts";

const textMark = Symbol.for("sfn-testkit.HistoryText");

/** Text that a snapshot shows as it is, without quotes around it. */
export class HistoryText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    Object.defineProperty(this, textMark, { value: true });
  }

  /** What a runner without the serializer prints. */
  toJSON(): string {
    return this.text;
  }
}

/** A snapshot serializer as Vitest and Jest take it. */
export interface SnapshotSerializer {
  test(value: unknown): boolean;
  serialize(value: unknown, config?: unknown, indentation?: string): string;
}

/** Shows an execution in a snapshot by its outline: states, times, retries, data. */
export const serializer: SnapshotSerializer = {
  test: (value) => isExecution(value) || isHistoryText(value),
  serialize: (value, _config, indentation = "") => textOf(value).replaceAll("\n", `\n${indentation}`),
};

function textOf(value: unknown): string {
  if (isHistoryText(value)) return value.text;
  return isExecution(value) ? outlineOf(seenOf(value)) : String(value);
}

function isHistoryText(value: unknown): value is HistoryText {
  return typeof value === "object" && value !== null && textMark in value;
}
