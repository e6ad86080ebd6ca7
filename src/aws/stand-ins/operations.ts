import { UsageError } from "../../base/errors.ts";
import { didYouMean } from "../../base/text.ts";
import type { ApiMembers, ApiRequest } from "./stand-in.ts";

/** What a service does for each operation, by its name in mocks: `sendMessage`. */
export type Operations<Service> = {
  readonly [operation: string]: (service: Service, request: ApiRequest) => ApiMembers | Promise<ApiMembers>;
};

/** Does what an operation asks for. Throws a UsageError for one that the stand-in does not know. */
export function perform<Service>(
  name: string,
  operations: Operations<Service>,
  service: Service,
  request: ApiRequest,
): ApiMembers | Promise<ApiMembers> {
  const operation = Object.hasOwn(operations, request.operation) ? operations[request.operation] : undefined;
  if (operation === undefined) throw unknownOperation(name, request, Object.keys(operations));
  return operation(service, request);
}

function unknownOperation(name: string, { operation, state }: ApiRequest, known: readonly string[]): UsageError {
  const near = didYouMean(operation, known);
  return new UsageError(`The stand-in aws.${name} does not know the operation "${operation}".`, {
    code: "UNKNOWN_OPERATION",
    state,
    hint: `${near === undefined ? "" : `${near}\n`}Mock it: \`${name}: { ${operation}: … }\` comes before the stand-in. It knows ${known.join(", ")}.`,
  });
}
