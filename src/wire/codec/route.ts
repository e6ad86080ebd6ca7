import type { ServiceModel, ServiceOperation } from "../../sdk/service-model.ts";
import type { Structure } from "../../sdk/shapes.ts";
import type { WireRequest } from "../codec.ts";
import { bucketOf } from "./s3.ts";

/** The operation that a method and a path ask for, and what stands in the path. */
export interface Route {
  readonly operation: ServiceOperation;
  readonly labels: Readonly<Record<string, string>>;
}

/** How an operation is asked for by REST: its `http` trait, taken apart. */
interface RoutePattern {
  readonly operation: ServiceOperation;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** How much of the path is literal: the more, the better a match. */
  readonly literal: number;
  /** Query parameters that must be there, with a value or without. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  readonly needsBucket: boolean;
}

const tables = new WeakMap<ServiceModel, readonly RoutePattern[]>();

/** Finds the operation of a REST request. */
export function routeOf(model: ServiceModel, request: WireRequest): Route | undefined {
  let table = tables.get(model);
  if (table === undefined) tables.set(model, (table = [...model.operations.values()].flatMap(patternOf)));
  const url = new URL(request.url);
  const { bucket, path } = model.client === "s3" ? bucketOf(url) : { bucket: undefined, path: url.pathname };
  const matching = table.filter((pattern) => matches(pattern, request, url, path, bucket !== undefined));
  const best = matching.reduce<RoutePattern | undefined>(
    (left, right) => (left !== undefined && rank(left) >= rank(right) ? left : right),
    undefined,
  );
  if (best === undefined) return undefined;
  return { operation: best.operation, labels: { ...(best.needsBucket ? { Bucket: bucket as string } : {}), ...labelsIn(best, path) } };
}

/** Operations of one path are told apart by their fixed query, and by what they cannot do without. */
function rank({ query, literal, operation }: RoutePattern): number {
  return 10_000 * query.length + 1_000 * demandsOf(operation.input as Structure).length + literal;
}

function matches(pattern: RoutePattern, { method, headers }: WireRequest, url: URL, path: string, hasBucket: boolean): boolean {
  const { searchParams } = url;
  return (
    pattern.method === method.toUpperCase() &&
    hasBucket === pattern.needsBucket &&
    pattern.path.test(path) &&
    pattern.query.every(([name, value]) =>
      name === "x-id"
        ? (searchParams.get(name) ?? value) === value
        : searchParams.has(name) && (value === undefined || searchParams.get(name) === value),
    ) &&
    demandsOf(pattern.operation.input as Structure).every(({ header, query }) =>
      header === undefined ? searchParams.has(query) : header in headers,
    )
  );
}

/** The headers and query parameters that an input must have. */
function demandsOf(input: Structure): readonly { readonly header?: string; readonly query: string }[] {
  if (input.members === undefined) return [];
  return [...input.members.values()].flatMap(({ required, traits: { httpHeader, httpQuery } }) => {
    if (!required) return [];
    if (httpHeader !== undefined) return [{ header: httpHeader.toLowerCase(), query: "" }];
    return httpQuery === undefined ? [] : [{ query: httpQuery }];
  });
}

function patternOf(operation: ServiceOperation): readonly RoutePattern[] {
  const { http } = operation.schema.traits;
  if (http === undefined) return [];
  const [path = "", query = ""] = http[1].split("?");
  const parts = path.replace(/\/$/, "").split(/(\{[^}]+\})/);
  const labels = parts.filter((part) => part.startsWith("{")).map((part) => part.replace(/[{}+]/g, ""));
  return [
    {
      operation,
      method: http[0],
      path: new RegExp(`^${parts.map(partPattern).join("")}/?$`),
      labels,
      literal: parts.filter((part) => !part.startsWith("{")).join("").length,
      query: [...new URLSearchParams(query)].map(([name, value]) => [name, value === "" ? undefined : value] as const),
      needsBucket: operation.service.client === "s3" && (operation.input as Structure).members?.has("Bucket") && !labels.includes("Bucket"),
    },
  ];
}

function partPattern(part: string): string {
  if (!part.startsWith("{")) return part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return part.endsWith("+}") ? "(.+)" : "([^/]+)";
}

function labelsIn({ path: pattern, labels }: RoutePattern, path: string): Record<string, string> {
  const found = pattern.exec(path) as RegExpExecArray;
  return Object.fromEntries(labels.map((label, index) => [label, decodeURIComponent(found[index + 1] as string)]));
}
