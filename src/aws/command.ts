import { UsageError } from "../base/errors.ts";
import { shownValue } from "../base/shown-value.ts";
import { OLDEST_CLIENT } from "../sdk/client-package.ts";
import { aslName } from "../sdk/service-model.ts";
import { serviceOf } from "../sdk/service-names.ts";
import type { MockContext } from "./mock-context.ts";
import type { Mock } from "./mocks.ts";
import type { Reply } from "./replies.ts";

/** A command of an SDK client, known by its form: no client is needed for the type. */
export interface CommandClass<Input extends object, Output extends object> {
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own input
  new (input: any): CommandInstance<Input, Output>;
}

interface CommandInstance<Input extends object, Output extends object> {
  readonly input: Input;
  // biome-ignore lint/suspicious/noExplicitAny: the clients' own signatures differ
  resolveMiddleware(...parameters: any[]): (...parameters: any[]) => Promise<{ readonly output: Output }>;
}

/** What answers a command: its output without `$metadata`, a reply, a handler, or a sequence of these. */
export type CommandMock<Input extends object, Output extends object> =
  | CommandHandler<Input, Output>
  | CommandAnswer<Output>
  | readonly (CommandHandler<Input, Output> | CommandAnswer<Output>)[];

type CommandHandler<Input extends object, Output extends object> = (
  input: Input,
  context: MockContext,
) => CommandAnswer<Output> | Promise<CommandAnswer<Output>>;

type CommandAnswer<Output extends object> = Omit<Output, "$metadata"> | Reply;

/** A mock of one operation. */
export interface NamedMock {
  readonly service: string;
  readonly operation: string;
  readonly mock: Mock;
}

/** The service and operation of an SDK command, as mocks name them. Throws a UsageError for what is none. */
export function commandName(command: unknown): { readonly service: string; readonly operation: string } {
  const [, namespace, name] = schemaOf(command) ?? [];
  if (typeof namespace !== "string" || typeof name !== "string") {
    throw new UsageError(`on() takes a command class of an AWS SDK client, but was given ${shownValue(command)}.`, {
      code: "INVALID_COMMAND",
      hint: `For example \`aws.on(GetItemCommand, { Item: {} })\`, with a client of version ${OLDEST_CLIENT} or later.`,
    });
  }
  return { service: serviceOf(namespace.split(".").at(-1) as string), operation: aslName(name) };
}

function schemaOf(command: unknown): readonly unknown[] | undefined {
  if (typeof command !== "function") return undefined;
  const { schema } = new (command as new (input: object) => { readonly schema?: unknown })({});
  return Array.isArray(schema) ? (schema as unknown[]) : undefined;
}
