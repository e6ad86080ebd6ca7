/** Searches data under which conditions hold: values for the places they speak of, tried in a fixed order. */
import type { Documents } from "./assignment.ts";
import { Assignment } from "./assignment.ts";
import type { Budget } from "./budget.ts";
import type { Candidates } from "./candidates.ts";
import { candidatesIn } from "./candidates.ts";
import type { Condition } from "./condition.ts";
import { placesOf, verdictOf } from "./condition.ts";
import type { Place, Reader } from "./term.ts";
import { isWithin, keyOf } from "./term.ts";

const MOST_STEPS = 3_000;

/** The solutions, the plainest first. */
export function solutions(conditions: readonly Condition[], budget: Budget): Generator<Documents, void, undefined> {
  return new Search(conditions, budget).solutions();
}

/** Can no data satisfy the conditions? Only told where that is certain. */
export function isContradiction(conditions: readonly Condition[], budget: Budget): boolean {
  const search = new Search(conditions, budget);
  return search.solutions().next().done === true && search.isComplete;
}

/** The places, by their order, that a dead end is due to; `undefined` when it was none: solutions were found. */
type Blame = ReadonlySet<number> | undefined;

/** Chooses values for one place after the other; from a dead end it goes back to the last place that had to do with it. */
class Search {
  /** Is every value that could matter among those tried? */
  isComplete: boolean;
  readonly #budget: Budget;
  readonly #levels: readonly Level[];
  #steps = 0;

  constructor(conditions: readonly Condition[], budget: Budget) {
    this.#budget = budget;
    this.#levels = levelsOf(conditions);
    this.isComplete = this.#levels.every(({ pool }) => pool.isComplete);
  }

  *solutions(): Generator<Documents, void, undefined> {
    yield* this.#assign(0, new Assignment());
  }

  *#assign(depth: number, assignment: Assignment): Generator<Documents, Blame, undefined> {
    const level = this.#levels[depth];
    if (level === undefined) {
      yield assignment.documents;
      return undefined;
    }
    const { pool, conditions, document } = level;
    const blamed = new Set<number>();
    let isDeadEnd = true;
    for (const value of pool.values) {
      if (!this.#spend()) return undefined;
      const next = assignment.with(pool.place, value);
      const broken = next === undefined ? undefined : conditions.find(({ condition }) => !isPossible(condition, next.read));
      const blame = next === undefined ? document : (broken?.places ?? (yield* this.#assign(depth + 1, next)));
      if (blame === undefined) isDeadEnd = false;
      else if (broken === undefined && next !== undefined && !blame.has(depth)) return isDeadEnd ? blame : undefined;
      else for (const place of blame) if (place < depth) blamed.add(place);
    }
    return isDeadEnd ? blamed : undefined;
  }

  #spend(): boolean {
    if (++this.#steps <= MOST_STEPS && this.#budget.spend(1)) return true;
    this.isComplete = false;
    return false;
  }
}

/** A place to choose a value for, and what its value can break. */
interface Level {
  readonly pool: Candidates;
  readonly conditions: readonly { readonly condition: Condition; readonly places: ReadonlySet<number> }[];
  /** All places of its document: what stands in one can leave no room for another. */
  readonly document: ReadonlySet<number>;
}

function levelsOf(conditions: readonly Condition[]): readonly Level[] {
  const pools = candidatesIn(conditions);
  const places = pools.map(({ place }) => place);
  const those = (isMeant: (other: Place) => boolean): ReadonlySet<number> =>
    new Set(places.flatMap((other, index) => (isMeant(other) ? [index] : [])));
  const around = new Map(places.map((place) => [keyOf(place), those((other) => areNested(place, other))]));
  const concerns = conditions.map((condition) => {
    const own = placesOf(condition).flatMap((place) => [...(around.get(keyOf(place)) ?? [])]);
    return { condition, places: new Set(own) };
  });
  return pools.map((pool, index) => ({
    pool,
    conditions: concerns.filter((concern) => concern.places.has(index)),
    document: those(({ document }) => document === pool.place.document),
  }));
}

const areNested = (one: Place, other: Place): boolean => isWithin(one, other) || isWithin(other, one);

function isPossible(condition: Condition, read: Reader): boolean {
  const verdict = verdictOf(condition, read);
  return verdict === true || verdict === undefined;
}
