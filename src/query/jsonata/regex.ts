/**
 * Regular expressions in JSONata: what JavaScript's would match, found by backtracking that remembers dead ends, so that it
 * takes time in proportion to the text. Every step is counted: what is left (references, looking around) cannot hang a run.
 */
import type { Budget } from "./budget.ts";
import type { Instruction, RegexProgram } from "./regex-program.ts";
import { compileRegex } from "./regex-program.ts";

/** A match, as JSONata's functions take it. */
interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly next: () => Match | undefined;
}

/** A regular expression as JSONata's value for it: a function. */
export type RegexFunction = (text: string) => Match | undefined;

/** Dead ends are remembered only when a match takes more steps than this. */
const EASY_STEPS = 2_000;
/** Matching is fast beside evaluating: so many steps count as one. */
const STEPS_PER_UNIT = 16;
/** 32 MiB of memory for dead ends. */
const MEMORY_LIMIT = 2 ** 25;

/** Compiles a pattern of an expression that spends from `budget`. */
export function regexFunction(pattern: RegExp, position: number | undefined, budget: Budget): RegexFunction {
  const program = compileRegex(pattern);
  const matchFrom = (text: string, from: number): Match | undefined => {
    const positions = new Matcher(program, text, budget).search(from);
    return positions === undefined ? undefined : matchOf(positions, text, next);
  };
  const next = (text: string, from: number): Match | undefined => {
    if (from >= text.length) return undefined;
    const match = matchFrom(text, from);
    // The package's own error: it would go on for ever.
    if (match?.match === "") throw { code: "D1004", position, value: pattern.source };
    return match;
  };
  return (text) => matchFrom(text, 0);
}

function matchOf(positions: readonly number[], text: string, next: (text: string, from: number) => Match | undefined): Match {
  const [start = 0, end = 0] = positions;
  const groups: (string | undefined)[] = [];
  for (let index = 2; index < positions.length; index += 2) {
    const from = positions[index] as number;
    const to = positions[index + 1] as number;
    groups.push(from < 0 || to < 0 ? undefined : text.slice(from, to));
  }
  return { match: text.slice(start, end), start, end, groups, next: () => next(text, end) };
}

/** One search. Untried ways and old values of slots are pairs on one stack: instruction and position, or -1 - slot and value. */
class Matcher {
  readonly #program: RegexProgram;
  readonly #text: string;
  readonly #budget: Budget;
  readonly #slots: number[];
  readonly #stack: number[] = [];
  #steps = 0;
  #tried: Uint8Array | undefined;
  #looks = 0;
  /** The next instruction, and where in the text it applies. */
  #at = 0;
  #position = 0;

  constructor(program: RegexProgram, text: string, budget: Budget) {
    this.#program = program;
    this.#text = text;
    this.#budget = budget;
    this.#slots = new Array<number>(program.slotCount).fill(-1);
  }

  /** Starts and ends of the whole match and of the groups, -1 for a group without a match. */
  search(from: number): readonly number[] | undefined {
    for (let start = from; start <= this.#text.length; start++) {
      if (!this.#run(0, start)) continue;
      this.#slots[0] = start;
      this.#slots[1] = this.#position;
      return this.#slots.slice(0, 2 * (this.#program.groupCount + 1));
    }
    return undefined;
  }

  /** Runs from an instruction to its `accept`; `#position` is then where that was. */
  #run(instruction: number, start: number): boolean {
    const base = this.#stack.length;
    this.#at = instruction;
    this.#position = start;
    for (;;) {
      if (++this.#steps % STEPS_PER_UNIT === 0) this.#budget.spend(1);
      const current = this.#program.instructions[this.#at++] as Instruction;
      if (current.op === "accept") return true;
      if (!this.#step(current) && !this.#backtrack(base)) return false;
    }
  }

  /** Goes to the untried way that was left last. */
  #backtrack(base: number): boolean {
    const stack = this.#stack;
    while (stack.length > base) {
      const value = stack.pop() as number;
      const target = stack.pop() as number;
      if (target >= 0) {
        this.#at = target;
        this.#position = value;
        return true;
      }
      this.#slots[-1 - target] = value;
    }
    return false;
  }

  #step(instruction: Exclude<Instruction, { op: "accept" }>): boolean {
    switch (instruction.op) {
      case "unit":
        return this.#unit(instruction.test, instruction.back);
      case "split":
        return this.#split(instruction);
      case "jump":
        this.#at = instruction.to;
        return true;
      case "save":
        this.#save(instruction.slot, this.#position);
        return true;
      case "clear":
        for (let slot = instruction.from; slot <= instruction.to; slot++) if (this.#slots[slot] !== -1) this.#save(slot, -1);
        return true;
      case "progress":
        return this.#slots[instruction.slot] !== this.#position;
      case "assert":
        return instruction.holds(this.#text, this.#position);
      case "reference":
        return this.#reference(instruction.numbers, instruction.back);
      case "look":
        return this.#look(instruction.negative, instruction.next);
    }
  }

  #unit(test: (unit: number) => boolean, back: boolean): boolean {
    const index = back ? this.#position - 1 : this.#position;
    if (index < 0 || index >= this.#text.length || !test(this.#text.charCodeAt(index))) return false;
    this.#position += back ? -1 : 1;
    return true;
  }

  #split({ first, second }: { readonly first: number; readonly second: number }): boolean {
    if (this.#isDeadEnd()) return false;
    this.#stack.push(second, this.#position);
    this.#at = first;
    return true;
  }

  /** What was tried once at this place cannot succeed the second time. Inside a look it may have succeeded. */
  #isDeadEnd(): boolean {
    if (this.#steps < EASY_STEPS || this.#looks > 0 || this.#program.hasReferences) return false;
    const { instructions } = this.#program;
    const bit = this.#position * instructions.length + this.#at;
    this.#tried ??= new Uint8Array(Math.min(MEMORY_LIMIT, ((this.#text.length + 1) * instructions.length + 7) >> 3));
    const byte = bit >> 3;
    if (byte >= this.#tried.length) return false;
    const mask = 1 << (bit & 7);
    if (((this.#tried[byte] as number) & mask) !== 0) return true;
    this.#tried[byte] = (this.#tried[byte] as number) | mask;
    return false;
  }

  #save(slot: number, value: number): void {
    this.#stack.push(-1 - slot, this.#slots[slot] as number);
    this.#slots[slot] = value;
  }

  #reference(numbers: readonly number[], back: boolean): boolean {
    const number = numbers.find((candidate) => (this.#slots[2 * candidate + 1] as number) >= 0) ?? 0;
    const [from, to] = [this.#slots[2 * number] as number, this.#slots[2 * number + 1] as number];
    if (number === 0 || from < 0) return true;
    const start = back ? this.#position - (to - from) : this.#position;
    if (start < 0 || start + to - from > this.#text.length) return false;
    this.#budget.spend((to - from) / STEPS_PER_UNIT);
    const [expected, found] = [this.#text.slice(from, to), this.#text.slice(start, start + to - from)];
    if (expected !== found && !(this.#program.ignoreCase && folded(expected) === folded(found))) return false;
    this.#position = back ? start : start + to - from;
    return true;
  }

  /** What groups inside matched stays, other ways through the inside do not. */
  #look(negative: boolean, next: number): boolean {
    const [base, start] = [this.#stack.length, this.#position];
    this.#looks++;
    const found = this.#run(this.#at, start);
    this.#looks--;
    if (found) this.#leaveLook(base, negative);
    this.#at = next;
    this.#position = start;
    return found !== negative;
  }

  #leaveLook(base: number, negative: boolean): void {
    const inside = this.#stack.splice(base);
    for (let index = inside.length - 2; index >= 0; index -= 2) {
      const target = inside[index] as number;
      if (target < 0 && negative) this.#slots[-1 - target] = inside[index + 1] as number;
    }
    if (negative) return;
    for (let index = 0; index < inside.length; index += 2) {
      if ((inside[index] as number) < 0) this.#stack.push(inside[index] as number, inside[index + 1] as number);
    }
  }
}

/** ECMA-262 "Canonicalize": upper case, unit by unit, where that is one unit and does not become ASCII. */
function folded(text: string): string {
  return text.replace(/[\s\S]/g, (unit) => {
    const upper = unit.toUpperCase();
    return upper.length > 1 || (unit > "\x7f" && upper <= "\x7f") ? unit : upper;
  });
}
