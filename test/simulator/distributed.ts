/** A processor of one Task, which calls the Lambda function Work. */
export const work = {
  StartAt: "Work",
  States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:Work", End: true } },
};

/** A machine, or a processor, of one distributed Map, "Each" unless it is named otherwise. */
export function distributed(
  processor: object,
  fields: object = {},
  { type = "STANDARD", name = "Each" }: { type?: "STANDARD" | "EXPRESS"; name?: string } = {},
): object {
  const ItemProcessor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: type }, ...processor };
  return { StartAt: name, States: { [name]: { Type: "Map", ItemProcessor, ...fields, End: true } } };
}
