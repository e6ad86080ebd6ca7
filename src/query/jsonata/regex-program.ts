/** Regular expressions as programs for the matcher. Inside a look behind, programs run backwards. */

import { QuerySyntaxError } from "../syntax-error.ts";
import type { RegexNode, RegexRepeat, UnitTest } from "./regex-grammar.ts";
import { RegexParser } from "./regex-grammar.ts";

/** One instruction. `slot`s hold positions: the starts and ends of groups, then the starts of turns of repetitions. */
export type Instruction =
  | { readonly op: "unit"; readonly test: UnitTest; readonly back: boolean }
  | { readonly op: "assert"; readonly holds: (text: string, at: number) => boolean }
  /** Goes on at `first`, and if that leads nowhere at `second`. */
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "clear"; readonly from: number; readonly to: number }
  /** Fails if nothing was consumed since `slot` was saved. */
  | { readonly op: "progress"; readonly slot: number }
  | { readonly op: "reference"; readonly numbers: readonly number[]; readonly back: boolean }
  | { readonly op: "look"; readonly negative: boolean; next: number }
  | { readonly op: "accept" };

/** A compiled pattern. */
export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly groupCount: number;
  readonly slotCount: number;
  readonly ignoreCase: boolean;
  /** What matched decides on how matching goes on: no dead end can be remembered. */
  readonly hasReferences: boolean;
}

const SIZE_LIMIT = 50_000;

/** Compiles a pattern; one that is too large throws a `QuerySyntaxError`. */
export function compileRegex(pattern: RegExp): RegexProgram {
  const tree = new RegexParser(pattern).parse();
  const emitter = new Emitter(pattern);
  emitter.emit(tree, false);
  emitter.add({ op: "accept" });
  const { instructions, groupCount, slotCount } = emitter;
  const hasReferences = instructions.some(({ op }) => op === "reference");
  return { instructions, groupCount, slotCount, ignoreCase: pattern.ignoreCase, hasReferences };
}

class Emitter {
  readonly instructions: Instruction[] = [];
  readonly groupCount: number;
  slotCount: number;
  readonly #source: string;
  #size = 0;

  constructor(pattern: RegExp) {
    this.#source = pattern.source;
    this.groupCount = (new RegExp(`${pattern.source}|`).exec("")?.length ?? 1) - 1;
    this.slotCount = 2 * (this.groupCount + 1);
  }

  add<T extends Instruction>(instruction: T): T {
    this.instructions.push(instruction);
    return instruction;
  }

  emit(node: RegexNode, back: boolean): void {
    // Counts nodes, as repeated empty groups emit nothing and yet take time.
    if (++this.#size > SIZE_LIMIT) throw new QuerySyntaxError(`The regular expression /${this.#source}/ is too large.`, 0);
    switch (node.kind) {
      case "unit":
        this.add({ op: "unit", test: node.test, back });
        return;
      case "assert":
        this.add({ op: "assert", holds: node.holds });
        return;
      case "reference":
        this.add({ op: "reference", numbers: node.numbers, back });
        return;
      case "sequence":
        for (const part of back ? node.parts.toReversed() : node.parts) this.emit(part, back);
        return;
      case "choice":
        this.#choice(node.parts, back);
        return;
      case "group":
        this.add({ op: "save", slot: 2 * node.number + (back ? 1 : 0) });
        this.emit(node.part, back);
        this.add({ op: "save", slot: 2 * node.number + (back ? 0 : 1) });
        return;
      case "look":
        this.#look(node);
        return;
      case "repeat":
        this.#repeat(node, back);
    }
  }

  #choice(parts: readonly RegexNode[], back: boolean): void {
    const ends: { to: number }[] = [];
    for (const [index, part] of parts.entries()) {
      if (index === parts.length - 1) this.emit(part, back);
      else {
        const split = this.#split();
        this.emit(part, back);
        ends.push(this.add({ op: "jump", to: 0 }));
        split.second = this.instructions.length;
      }
    }
    for (const end of ends) end.to = this.instructions.length;
  }

  /** A split whose first way is the next instruction. */
  #split(): { first: number; second: number } {
    const split = this.add({ op: "split", first: 0, second: 0 });
    split.first = this.instructions.length;
    return split;
  }

  #look({ behind, negative, part }: Extract<RegexNode, { kind: "look" }>): void {
    const look = this.add({ op: "look", negative, next: 0 });
    this.emit(part, behind);
    this.add({ op: "accept" });
    look.next = this.instructions.length;
  }

  #repeat(node: RegexRepeat, back: boolean): void {
    for (let turn = 0; turn < node.least; turn++) this.#turn(node, back);
    if (node.most === Number.POSITIVE_INFINITY) {
      const start = this.instructions.length;
      const split = this.#split();
      this.#progressing(node, back);
      this.add({ op: "jump", to: start });
      finish(split, node, this.instructions.length);
      return;
    }
    const splits: { first: number; second: number }[] = [];
    for (let turn = node.least; turn < node.most; turn++) {
      splits.push(this.#split());
      this.#progressing(node, back);
    }
    for (const split of splits) finish(split, node, this.instructions.length);
  }

  #turn({ part, groups }: RegexRepeat, back: boolean): void {
    if (groups.from <= groups.to) this.add({ op: "clear", from: 2 * groups.from, to: 2 * groups.to + 1 });
    this.emit(part, back);
  }

  /** ECMA-262 "RepeatMatcher": once enough turns are made, one that consumes nothing is none. */
  #progressing(node: RegexRepeat, back: boolean): void {
    if (node.part.kind === "unit") return this.#turn(node, back);
    const slot = this.slotCount++;
    this.add({ op: "save", slot });
    this.#turn(node, back);
    this.add({ op: "progress", slot });
  }
}

/** A lazy repetition tries first to go on behind it. */
function finish(split: { first: number; second: number }, { lazy }: RegexRepeat, end: number): void {
  split.second = end;
  if (lazy) [split.first, split.second] = [split.second, split.first];
}
