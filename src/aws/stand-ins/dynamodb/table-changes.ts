import { UsageError } from "../../../base/errors.ts";
import { realTurn } from "../../../kernel/watchdog.ts";
import type { ApiMembers } from "../stand-in.ts";
import type { DynaliteServer, WireAnswer } from "./dynalite.ts";
import { askDynalite } from "./dynalite.ts";
import { attributeBytes } from "./wire-values.ts";

const CHANGES_TABLES: ReadonlySet<string> = new Set(["CreateTable", "UpdateTable", "DeleteTable"]);

/** Turns of the event loop that dynalite may take to answer, or to change a table: it uses immediates, and a timer of no length. */
const MOST_TURNS = 10_000;

/** Asks one operation; a change of a table is over when it is answered: no virtual time passes for it. */
export async function askUntilSettled(server: DynaliteServer, operation: string, input: ApiMembers): Promise<WireAnswer> {
  const answer = await answered(askDynalite(server, operation, JSON.stringify(input, attributeBytes)));
  if (answer.status === 200 && CHANGES_TABLES.has(operation)) await changed(server, JSON.stringify({ TableName: input["TableName"] }));
  return answer;
}

async function answered(answer: Promise<WireAnswer>): Promise<WireAnswer> {
  let isThere = false;
  void answer.then(() => (isThere = true));
  for (let turn = 0; turn < MOST_TURNS && !isThere; turn++) await realTurn();
  if (isThere) return answer;
  throw new UsageError("DynamoDB does not answer.", {
    code: "TABLE_NEVER_ANSWERS",
    hint: 'dynalite needs a real setImmediate; fake others, or less: `vi.useFakeTimers({ toFake: ["Date", "setTimeout"] })`.',
  });
}

async function changed(server: DynaliteServer, table: string): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const { status, body } = await answered(askDynalite(server, "DescribeTable", table));
    if (status !== 200 || !/"(?:Table|Index)Status":"(?:CREATING|UPDATING|DELETING)"/.test(body)) return;
    await realTurn();
  }
  throw new UsageError("DynamoDB does not come to an end with a change of a table.", {
    code: "TABLE_NEVER_READY",
    hint: "dynalite needs a real setTimeout for that: create, change and delete tables before it is faked.",
  });
}
