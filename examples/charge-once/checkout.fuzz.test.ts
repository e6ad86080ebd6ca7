import type { CounterexampleError, FuzzOptions } from "sfn-testkit/fuzz";
import { fuzzStateMachine } from "sfn-testkit/fuzz";
import { expect, test } from "vitest";
import { Bank, functionsOf } from "./bank.ts";

const input = { orderId: "o-1", amount: 42 };

/** Each execution with a bank of its own, which charges once at most. */
function chargesOnce(): FuzzOptions {
  let bank = new Bank();
  const open = (): Bank => (bank = new Bank());
  return {
    input,
    mocks: () => ({ lambda: functionsOf(open()) }),
    invariant: () => expect(bank.charges.length, "charges").toBeLessThanOrEqual(1),
    numRuns: 500,
    progress: false,
  };
}

/** What happened, and the mocks that show it: without what depends on chance. */
function toldIn({ message }: CounterexampleError): string {
  return message.slice(message.indexOf("Path:"), message.indexOf("With fast-check again"));
}

test("fuzzing finds the charge that is repeated because its answer comes too late", async () => {
  const search = fuzzStateMachine(new URL("./checkout.asl.json", import.meta.url), { ...chargesOnce(), seed: 1 });

  const found = await search.then(
    () => expect.unreachable("nothing was found"),
    (error: CounterexampleError) => error,
  );

  expect(toldIn(found)).toMatchInlineSnapshot(`
    "Path: Charge (1 retry) → Pack

    What went wrong with its calls:

      Charge, attempt 1: the call takes effect, but its answer comes 11s late

    Input: { orderId: "o-1", amount: 42 }

      checkout  SUCCEEDED after 15s of virtual time

                0s                         5s                         10s                     15s
      Charge    ██████████████████████████████████████████████████████✗···········5s············▏  1 retry
      Pack                                                                                      ▏

    To see it without fast-check (with after from "sfn-testkit"); \`mocks\` are your own:

      await runStateMachine(source, {
        input: { orderId: "o-1", amount: 42 },
        mocks: {
          lambda: {
            charge: [after("11s", mocks.lambda.charge), mocks.lambda.charge],
            pack: { parcel: "p-1" },
          },
        },
      });

    "
  `);
});

test("with a key by which the bank knows a repeated charge, it finds nothing", async () => {
  await fuzzStateMachine(new URL("./checkout-with-key.asl.json", import.meta.url), chargesOnce());
});
