/** What ItemBatcher makes of the rows of the file. */
export interface Batch {
  readonly BatchInput: { readonly day: string };
  readonly Items: readonly Order[];
}

/** A row: what is in a CSV file is text. */
export interface Order {
  readonly id: string;
  readonly amount: string;
}

class InvalidAmount extends Error {
  override name = "InvalidAmount";
}

/** A Lambda handler: saves a batch of orders as a whole, or nothing of it. */
export function handler({ Items }: Batch): { readonly saved: number; readonly total: number } {
  const amounts = Items.map(amountOf);
  return { saved: Items.length, total: amounts.reduce((sum, amount) => sum + amount, 0) };
}

function amountOf({ id, amount }: Order): number {
  if (!/^\d+$/.test(amount)) throw new InvalidAmount(`${id}: "${amount}"`);
  return Number(amount);
}
