import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";

interface Order {
  readonly customer: string;
  readonly quantity: number;
  readonly price: number;
}

export class InsufficientFunds extends Error {
  override readonly name = "InsufficientFunds";
}

const dynamodb = new DynamoDBClient();

/** A Lambda handler: takes the amount from the customer's account, if there is enough in it. */
export async function handler({ customer, quantity, price }: Order): Promise<{ amount: number }> {
  const amount = quantity * price;
  try {
    await dynamodb.send(debit(customer, amount));
    return { amount };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new InsufficientFunds(`${customer} has less than ${amount}`);
    throw error;
  }
}

function debit(customer: string, amount: number): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: "accounts",
    Key: { customer: { S: customer } },
    UpdateExpression: "SET balance = balance - :amount",
    ConditionExpression: "balance >= :amount",
    ExpressionAttributeValues: { ":amount": { N: String(amount) } },
  });
}
