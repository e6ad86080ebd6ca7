import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunOptions } from "sfn-testkit";

/** One case: a machine, its input, what the world answers, and what must come of it. */
export interface AslCase {
  /** The promise. */
  readonly title: string;
  /** Where it is written: a section of the States Language, or observed behaviour of the service. */
  readonly source: string;
  readonly definition: object;
  readonly input?: unknown;
  /** Mocks as data; see `mocksFrom`. */
  readonly mocks?: object;
  readonly options?: Pick<RunOptions, "limits" | "startTime" | "seed" | "name" | "startAt" | "until" | "variables" | "inspect" | "type">;
  readonly expect: Expectation;
  /** Why the library does not do this yet: the case must fail, until it does. */
  readonly knownDifference?: string;
}

/** What must come of it; `null` where there must be none. */
export interface Expectation {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  readonly output?: unknown;
  readonly error?: string | null;
  readonly cause?: string | null;
  readonly durationSeconds?: number;
  readonly path?: readonly string[];
  /** Top-level variables at the end, all of them. */
  readonly variables?: { readonly [name: string]: unknown };
  /** The whole history in lines such as `5 ← 4 LambdaFunctionScheduled`; a state's name and `+3s` may follow. */
  readonly history?: readonly string[];
  /** Details of single events, by id, without what all events have. */
  readonly details?: { readonly [id: string]: unknown };
}

/** A case file: one case, or one machine with several inputs. */
type AslCaseFile = Omit<AslCase, "expect"> & { readonly expect?: Expectation; readonly variants?: readonly Partial<AslCase>[] };

const FIELDS: ReadonlySet<string> = new Set([
  "title",
  "source",
  "definition",
  "input",
  "mocks",
  "options",
  "expect",
  "knownDifference",
  "variants",
]);
const OUTCOMES = { SUCCEEDED: ["output"], FAILED: ["error", "cause"], TIMED_OUT: [] } as const;

const root = fileURLToPath(new URL(".", import.meta.url));

/** The cases of each section, by the name of its folder. */
export function sections(): readonly (readonly [section: string, cases: readonly AslCase[]])[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => [name, casesOf(name)]);
}

function casesOf(section: string): readonly AslCase[] {
  const names = readdirSync(root + section).filter((name) => name.endsWith(".json"));
  return names.flatMap((name) => readCases(`${section}/${name}`));
}

function readCases(path: string): readonly AslCase[] {
  const { variants, ...file } = JSON.parse(readFileSync(root + path, "utf8")) as AslCaseFile;
  const cases =
    variants === undefined ? [file] : variants.map((variant) => ({ ...file, ...variant, title: `${file.title}: ${variant.title}` }));
  return cases.map((each) => checkCase(each as AslCase, path));
}

/** A case that says nothing, or says it in a misspelt field, is refused. */
function checkCase(each: AslCase, path: string): AslCase {
  const unknown = Object.keys(each).filter((field) => !FIELDS.has(field));
  const missing = ["title", "source", "definition", "expect"].filter((field) => !Object.hasOwn(each, field));
  const untold = missing.includes("expect") ? [] : OUTCOMES[each.expect.status].filter((field) => !Object.hasOwn(each.expect, field));
  const wrong = [...unknown.map((field) => `unknown "${field}"`), ...[...missing, ...untold].map((field) => `no "${field}"`)];
  if (wrong.length > 0) throw new Error(`${path}, "${each.title}": ${wrong.join(", ")}`);
  return each;
}
