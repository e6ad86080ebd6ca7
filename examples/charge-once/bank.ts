import type { Mocks } from "sfn-testkit";

interface Charge {
  readonly orderId: string;
  readonly amount: number;
  /** A charge with a key that the bank has seen is answered with the receipt of the first. */
  readonly key?: string;
}

/** A bank that remembers what it charged. */
export class Bank {
  readonly charges: Charge[] = [];

  charge(wanted: Charge): { readonly receipt: string } {
    const known = wanted.key === undefined ? -1 : this.charges.findIndex(({ key }) => key === wanted.key);
    return { receipt: `r-${known < 0 ? this.charges.push(wanted) : known + 1}` };
  }
}

/** The functions that the machine calls, with this bank behind them. */
export function functionsOf(bank: Bank): NonNullable<Mocks["lambda"]> {
  return {
    charge: (wanted: Charge) => bank.charge(wanted),
    pack: { parcel: "p-1" },
    askForAnotherCard: {},
  };
}
