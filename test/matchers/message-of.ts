import { stripVTControlCharacters } from "node:util";

/** The message that an assertion fails with, without colours; an assertion that passes is an error. */
export function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (thrown) {
    return stripVTControlCharacters((thrown as Error).message);
  }
  throw new Error("The assertion passed, but should have failed.");
}

/** The same for an assertion that is awaited. */
export async function messageOfLater(assertion: () => Promise<void>): Promise<string> {
  try {
    await assertion();
  } catch (thrown) {
    return stripVTControlCharacters((thrown as Error).message);
  }
  throw new Error("The assertion passed, but should have failed.");
}
