/** A place in a text, both numbers counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const WIDTH = 120;

/** The lines around a place, with a mark under it; long lines are cut to what is near it. */
export function codeFrame(lines: readonly string[], at: Position): string {
  const first = Math.max(1, at.line - 1);
  const last = Math.min(lines.length, at.line + 1);
  const cut = Math.max(0, at.column - WIDTH + 20);
  const gutter = String(last).length;
  const frame: string[] = [];
  for (let line = first; line <= last; line++) {
    frame.push(`${line === at.line ? ">" : " "} ${String(line).padStart(gutter)} | ${visible(lines[line - 1] as string, cut)}`.trimEnd());
    if (line === at.line) frame.push(`  ${" ".repeat(gutter)} | ${" ".repeat(at.column - 1 - cut + (cut > 0 ? 1 : 0))}^`);
  }
  return frame.join("\n");
}

function visible(line: string, cut: number): string {
  // A tab is shown as one blank, so that the mark stands under its character.
  const shown = line.slice(cut, cut + WIDTH).replace(/\p{Cc}/gu, " ");
  return `${cut > 0 ? "…" : ""}${shown}${line.length > cut + WIDTH ? "…" : ""}`;
}
