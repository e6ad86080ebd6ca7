import type { Context } from "aws-lambda";

const greetingAtLoad = process.env["GREETING"];

export async function handler(event: { readonly name: string }, context: Context): Promise<object> {
  await Promise.resolve();
  return { atLoad: greetingAtLoad, now: process.env["GREETING"], name: event.name, function: context.functionName };
}

export function withCallback(
  event: { readonly name: string },
  _context: Context,
  callback: (error: unknown, answer: string) => void,
): void {
  setImmediate(() => callback(null, `hello ${event.name}`));
}
