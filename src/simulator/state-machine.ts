import type { Diagnostic } from "../asl/index.ts";
import { checkMachineType, InvalidDefinitionError, statesOf } from "../asl/index.ts";
import type { Definition } from "../asl/model.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { didYouMean } from "../base/text.ts";
import type { Program } from "../interpreter/execute.ts";
import type { LinkOptions } from "../interpreter/link.ts";
import { linkMachine } from "../interpreter/link.ts";
import { fillPlaceholders } from "./placeholders.ts";
import type { DefinitionSource } from "./read-definition.ts";
import { readDefinition } from "./read-definition.ts";

/** What can be run: a definition object, its JSON text, a path, `URL` or `file:` text of a `.json`, `.yaml` or `.yml` file, or a loaded machine. */
export type StateMachineSource = DefinitionSource | StateMachine;

const machineMark = Symbol.for("sfn-testkit.StateMachine");

/** A definition that is read, checked and compiled: load once, run often. */
export class StateMachine {
  readonly definition: Definition;
  /** The file's name without its extensions, when it came from one. */
  readonly name: string | undefined;
  /** All states, nested ones included, in the order of the definition. */
  readonly stateNames: readonly string[];
  readonly #linked: Program;
  #expressDiagnostics: readonly Diagnostic[] | undefined;

  constructor(definition: Definition, name: string | undefined) {
    this.definition = definition;
    this.name = name;
    this.stateNames = [...statesOf(definition)].map((entry) => entry.name);
    this.#linked = programOf(definition);
    Object.defineProperty(this, machineMark, { value: true });
  }

  /** @internal The machine ready to execute, from and to the top-level states that the run asks for. */
  program({ startAt, until, inspect = false }: LinkOptions): Program {
    if (startAt === undefined && until === undefined && !inspect) return this.#linked;
    for (const name of [startAt, until]) if (name !== undefined) this.#demandTopLevel(name);
    return programOf(this.definition, { startAt, until, inspect });
  }

  /** @internal Throws an InvalidDefinitionError for what AWS does not offer to Express machines. */
  demandExpress(): void {
    this.#expressDiagnostics ??= checkMachineType(this.definition, "EXPRESS");
    if (this.#expressDiagnostics.length > 0) throw new InvalidDefinitionError(this.#expressDiagnostics);
  }

  #demandTopLevel(name: string): void {
    const names = Object.keys(this.definition.States);
    if (names.includes(name)) return;
    const nested = this.stateNames.includes(name);
    throw new UsageError(
      `"${name}" is ${nested ? "inside a Parallel or Map" : "no state of this machine"}; \`startAt\` and \`until\` take top-level states.`,
      {
        code: "UNKNOWN_STATE",
        state: name,
        hint: didYouMean(name, names) ?? `Its top-level states are ${names.join(", ")}.`,
      },
    );
  }
}

function programOf(definition: Definition, options?: LinkOptions): Program {
  return { start: linkMachine(definition, options), timeoutSeconds: definition.TimeoutSeconds };
}

/**
 * Reads, checks and compiles a definition once, to run it often. Rejects with an `InvalidDefinitionError` that has all diagnostics, or
 * a `UsageError` when the file cannot be read.
 *
 * @example
 * const machine = await loadStateMachine("order.asl.json");
 * expect(machine.stateNames).toContain("ProcessPayment");
 * const execution = await runStateMachine(machine, { startAt: "CheckPayment", until: "CheckPayment", input: { paymentStatus: "APPROVED" } });
 * expect(execution).toHaveSucceeded();
 */
export async function loadStateMachine(source: StateMachineSource): Promise<StateMachine> {
  if (isStateMachine(source)) return source;
  const { definition, name } = await readDefinition(source);
  return new StateMachine(fillPlaceholders(definition as unknown as Json) as unknown as Definition, name);
}

/** Is it a loaded machine, of this copy of the library or of another? */
export function isStateMachine(source: StateMachineSource): source is StateMachine {
  return typeof source === "object" && (source as object | null) !== null && machineMark in source;
}

/**
 * Answers its argument, with its literal type: for definitions that are written in a test.
 *
 * @example
 * const definition = defineStateMachine({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
 * expect(await runStateMachine(definition, { input: 7 })).toHaveSucceeded(7);
 */
export function defineStateMachine<const T extends object>(definition: T): T {
  return definition;
}
