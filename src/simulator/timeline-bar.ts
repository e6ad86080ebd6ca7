import { formatDuration } from "../base/duration.ts";
import type { Style } from "./timeline.ts";

/** Maps virtual time to the columns of a timeline. */
export class Scale {
  readonly end: number;
  readonly columns: number;
  private readonly start: number;

  constructor(start: number, end: number, columns: number) {
    this.start = start;
    this.end = Math.max(start, end);
    this.columns = columns;
  }

  get lengthInWords(): string {
    return inWords(this.end - this.start);
  }

  /** The first and the last column of a stretch of time; one that is over at once has one column. */
  cells(from: number, until: number): readonly [first: number, last: number] {
    const first = Math.min(this.columns - 1, Math.floor(this.position(from)));
    const last = until <= from ? first : Math.min(this.columns - 1, Math.ceil(this.position(until)) - 1);
    return [first, Math.max(first, last)];
  }

  /** The ticks: round instants, as many as can be read. */
  axis(): string {
    const length = this.end - this.start;
    const line = Array.from({ length: this.columns }, () => " ");
    const end = inWords(length);
    if (length > 0) write(line, this.columns - end.length, end);
    const step = niceStep(length / (this.columns / 14));
    for (let at = 0; step > 0 && at < length; at += step) {
      const column = Math.floor((at / length) * this.columns);
      const text = inWords(at);
      if (column + text.length + 1 < this.columns - end.length) write(line, column, text);
    }
    if (length === 0) write(line, 0, end);
    return line.join("");
  }

  private position(at: number): number {
    const length = this.end - this.start;
    return length === 0 ? 0 : ((at - this.start) / length) * this.columns;
  }
}

const inWords = (duration: number): string => (duration === 0 ? "0s" : formatDuration(duration));

function write(line: string[], column: number, text: string): void {
  for (const [offset, character] of [...text].entries())
    if (column + offset >= 0 && column + offset < line.length) line[column + offset] = character;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MILLISECONDS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const STEPS: readonly number[] = [
  ...MILLISECONDS,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY),
];

function niceStep(least: number): number {
  return least <= 0 ? 0 : (STEPS.find((step) => step >= least) ?? Math.ceil(least / DAY) * DAY);
}

interface Cell {
  character: string;
  style: Style;
}

/** One row of a timeline, drawn column by column; what is drawn later covers what was there. */
export class Bar {
  private readonly scale: Scale;
  private readonly cells: Cell[];

  constructor(scale: Scale) {
    this.scale = scale;
    this.cells = Array.from({ length: scale.columns }, () => ({ character: " ", style: "plain" }));
  }

  /** An attempt at work. */
  work(from: number, until: number): void {
    this.fill(from, until, until > from ? "█" : "▏", "green");
  }

  /** The wait before a retry, with its length where there is room. */
  wait(from: number, until: number, label: string): void {
    const [first, last] = this.fill(from, until, "·", "yellow");
    const room = last - first + 1;
    if (label.length + 2 > room) return;
    const at = first + Math.floor((room - label.length) / 2);
    for (const [offset, character] of [...label].entries()) this.cells[at + offset] = { character, style: "yellow" };
  }

  /** The end of an attempt that failed. */
  failure(at: number): void {
    const [column] = this.scale.cells(at, at);
    this.cells[column] = { character: "✗", style: "red" };
  }

  /** One of many visits in one row. */
  crowd(from: number, until: number): void {
    this.fill(from, until, "▒", "green");
  }

  /** The row as text, stretches of one style painted at once. */
  draw(paint: (text: string, style: Style) => string): string {
    let line = "";
    let stretch = "";
    let style: Style = "plain";
    for (const cell of this.cells) {
      if (cell.style !== style) {
        line += paint(stretch, style);
        stretch = "";
        style = cell.style;
      }
      stretch += cell.character;
    }
    return line + paint(stretch, style);
  }

  private fill(from: number, until: number, character: string, style: Style): readonly [number, number] {
    const [first, last] = this.scale.cells(from, until);
    for (let column = first; column <= last; column++) this.cells[column] = { character, style };
    return [first, last];
  }
}
