/**
 * Regular expressions of the `=~` operator: the common part of Java's syntax. Matching runs all alternatives side by side
 * and so takes time in proportion to the text; a pattern from a definition cannot hang a test run by backtracking.
 */
import type { PatternNode } from "./regular-expression-grammar.ts";
import { parsePattern } from "./regular-expression-grammar.ts";

/** A compiled pattern; it must match the whole text, as in Jayway JsonPath. */
export interface RegularExpression {
  matches(text: string): boolean;
}

type Instruction =
  | { readonly kind: "test"; readonly test: (point: number) => boolean }
  | { readonly kind: "assert"; readonly holds: (text: readonly number[], at: number) => boolean }
  | { kind: "go"; to: readonly number[] }
  | { readonly kind: "match" };

const SIZE_LIMIT = 2_000;

/** Compiles a pattern; what it does not know it reports through `fail`, with the offset in the pattern. */
export function compileRegularExpression(pattern: string, flags: string, fail: (reason: string, at: number) => never): RegularExpression {
  const program: Instruction[] = [];
  const emit = emitter(program, () => fail("the regular expression is too large", 0));
  emit(parsePattern(pattern, flags, fail));
  program.push({ kind: "match" });
  return {
    matches: (text) =>
      run(
        program,
        Array.from(text, (character) => character.codePointAt(0) as number),
      ),
  };
}

function emitter(program: Instruction[], tooLarge: () => never): (node: PatternNode) => void {
  // Counts nodes, not instructions: repeated empty groups emit nothing, yet take time.
  let size = 0;
  return function emit(node: PatternNode): void {
    if (++size > SIZE_LIMIT) tooLarge();
    switch (node.kind) {
      case "test":
      case "assert":
        program.push(node);
        return;
      case "sequence":
        for (const part of node.parts) emit(part);
        return;
      case "choice":
        emitChoice(program, node.parts, emit);
        return;
      case "repeat":
        for (let count = 0; count < node.least; count++) emit(node.part);
        if (node.most === undefined) emitLoop(program, node.part, emit);
        else emitOptional(program, node.part, node.most - node.least, emit);
    }
  };
}

function placeholder(program: Instruction[]): { kind: "go"; to: readonly number[] } {
  const go: { kind: "go"; to: readonly number[] } = { kind: "go", to: [] };
  program.push(go);
  return go;
}

function emitChoice(program: Instruction[], parts: readonly PatternNode[], emit: (node: PatternNode) => void): void {
  const fork = placeholder(program);
  const starts: number[] = [];
  const ends = parts.map((part) => {
    starts.push(program.length);
    emit(part);
    return placeholder(program);
  });
  fork.to = starts;
  for (const end of ends) end.to = [program.length];
}

function emitLoop(program: Instruction[], part: PatternNode, emit: (node: PatternNode) => void): void {
  const start = program.length;
  const fork = placeholder(program);
  emit(part);
  placeholder(program).to = [start];
  fork.to = [start + 1, program.length];
}

function emitOptional(program: Instruction[], part: PatternNode, times: number, emit: (node: PatternNode) => void): void {
  const forks = Array.from({ length: times }, () => {
    const fork = placeholder(program);
    const start = program.length;
    emit(part);
    return { fork, start };
  });
  for (const { fork, start } of forks) fork.to = [start, program.length];
}

function run(program: readonly Instruction[], text: readonly number[]): boolean {
  let threads = reach(program, [0], text, 0);
  for (const [at, point] of text.entries()) {
    if (threads.length === 0) return false;
    const next: number[] = [];
    for (const thread of threads) {
      const instruction = program[thread] as Instruction;
      if (instruction.kind === "test" && instruction.test(point)) next.push(thread + 1);
    }
    threads = reach(program, next, text, at + 1);
  }
  return threads.includes(program.length - 1);
}

/** All instructions that consume, reachable from `starts` without consuming. */
function reach(program: readonly Instruction[], starts: readonly number[], text: readonly number[], at: number): readonly number[] {
  const seen = new Uint8Array(program.length);
  const open = [...starts];
  const reached: number[] = [];
  for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
    if (seen[thread] === 1) continue;
    seen[thread] = 1;
    const instruction = program[thread] as Instruction;
    if (instruction.kind === "go") open.push(...instruction.to);
    else if (instruction.kind !== "assert") reached.push(thread);
    else if (instruction.holds(text, at)) open.push(thread + 1);
  }
  return reached;
}
