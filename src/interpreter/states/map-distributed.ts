import type { ItemProcessor, MapState } from "../../asl/model.ts";
import { statesOf } from "../../asl/walk.ts";
import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { Step } from "../../kernel/effect.ts";
import { ready } from "../data-flow.ts";
import { linkChildInputs } from "../distributed-map/child-inputs.ts";
import { linkItemReader } from "../distributed-map/item-reader.ts";
import { MapRunEvents } from "../distributed-map/map-run-events.ts";
import type { WriterSettings } from "../distributed-map/result-writer.ts";
import { COMPACT, linkResultWriter } from "../distributed-map/result-writer.ts";
import { linkToleratedFailures } from "../distributed-map/tolerated-failures.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import { linkConcurrency } from "../map-concurrency.ts";
import { linkItems } from "../map-items.ts";
import { readNumber } from "../number-field.ts";
import type { ChildInputs, ChildMachine, MapRunControl, ReadItems, ToleratedFailures } from "../ports.ts";
import type { Scope } from "../scope.ts";
import type { Move, StateRunner } from "../state-node.ts";
import { failureOf } from "../states-errors.ts";

/** ASL "Map State", distributed: a Map Run, in which each item, or batch of them, has a child execution of its own. */
export function linkDistributedMap(state: MapState, frame: LinkFrame): StateRunner {
  const { node, next, language } = frame;
  const { Parameters: _older, ...fields } = state;
  const flow = linkFlow(fields, frame, true);
  const concurrency = linkConcurrency(state, language);
  const tolerance = linkToleratedFailures(state, language);
  const items = state.ItemReader === undefined ? linkItems(state, language) : undefined;
  const machine = linkChildMachine(state, frame);
  const runMapRun = linkMapRun(state, frame);
  return function* distributedMap(scope: Scope, raw: Json): Step<Move> {
    const input = yield* ready(flow.enter(raw, scope));
    const before = scope.takeResumed() && scope.environment.mapRuns.redrive(scope.enteredEvent, items === undefined);
    if (before !== undefined) return flow.leave(raw, yield* runMapRun(before, input, undefined, scope), scope, next);
    const maxConcurrency = (yield* readNumber(concurrency, input, scope)) ?? 0;
    const found = items === undefined ? undefined : ((yield* ready(items(input, scope))) as readonly Json[]);
    scope.event("MapStateStarted", found?.length ?? 0);
    const tolerated = yield* tolerance(input, scope);
    if (frame.inspect) noteStages(scope, language, found, maxConcurrency, tolerated);
    const run = scope.environment.mapRuns.start({ state: node, entered: scope.enteredEvent, machine, maxConcurrency, tolerated }, scope);
    const result = yield* runMapRun(run, input, found && stateData(found), scope);
    return flow.leave(raw, result, scope, next);
  };
}

/** The item processor, as a machine of its own. */
function linkChildMachine(state: MapState, { graph }: LinkFrame): ChildMachine {
  const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
  const processor = state[field] as ItemProcessor;
  return {
    program: { start: graph(processor, field), timeoutSeconds: undefined },
    type: processor.ProcessorConfig?.ExecutionType ?? "STANDARD",
    label: state.Label,
    stateNames: [...statesOf(processor)].map(({ name }) => name),
  };
}

function stateData(values: readonly Json[]): ReadItems {
  return { values, keyOf: () => undefined, sourceOf: () => "STATE_DATA" };
}

function noteStages(
  scope: Scope,
  language: LinkFrame["language"],
  found: readonly Json[] | undefined,
  maxConcurrency: number,
  { count, percentage }: ToleratedFailures,
): void {
  if (language === "JSONPath" && found !== undefined) scope.stage("afterItemsPath", found);
  scope.stage("maxConcurrency", maxConcurrency);
  if (count !== undefined) scope.stage("toleratedFailureCount", count);
  if (percentage !== undefined) scope.stage("toleratedFailurePercentage", percentage);
}

type MapRunBody = (run: MapRunControl, input: Json, items: ReadItems | undefined, scope: Scope) => Step<Json>;

/** From `MapRunStarted` to the end of the run; whatever ends it, its children end, too. */
function linkMapRun(state: MapState, frame: LinkFrame): MapRunBody {
  const body = linkMapRunBody(state, frame);
  return function* mapRun(run, input, items, scope) {
    let events: MapRunEvents | undefined;
    let end: Parameters<MapRunControl["end"]> = ["ABORTED"];
    try {
      events = new MapRunEvents(scope, run);
      const result = yield* body(run, input, items, scope);
      end = ["SUCCEEDED"];
      events.succeeded();
      return result;
    } catch (thrown) {
      const failure = failureOf(thrown, scope);
      end = ["FAILED", failure];
      events?.failed(failure);
      throw failure;
    } finally {
      run.end(...end);
    }
  };
}

/** Reads the items, runs their children, and writes the results. */
function linkMapRunBody(state: MapState, frame: LinkFrame): MapRunBody {
  const { node, language } = frame;
  const request = state.ItemReader === undefined ? undefined : linkItemReader(state.ItemReader, language, node);
  const childInputs = linkChildInputs(state, frame);
  const writer = state.ResultWriter === undefined ? undefined : linkResultWriter(state.ResultWriter, language);
  function* readInputs(input: Json, given: ReadItems | undefined, scope: Scope): Step<ChildInputs> {
    const { mapData } = scope.environment;
    const items = request === undefined ? given : orThrow(yield* mapData.readItems(yield* request(input, scope), scope));
    return yield* childInputs(input, items as ReadItems, scope);
  }
  return function* body(run, input, given, scope) {
    const failure = yield* run.run(run.hasInputs ? undefined : yield* readInputs(input, given, scope));
    const settings = writer === undefined ? undefined : yield* writer(input, scope);
    if (settings === undefined && failure !== undefined) throw failure;
    const result = yield* resultOf(run, settings, scope);
    return orThrow(failure ?? result);
  };
}

/** The outputs of the children; with a ResultWriter, or when some failed, what is made of all that became of them. */
function* resultOf(run: MapRunControl, settings: WriterSettings | undefined, scope: Scope): Step<Json | StatesFailure> {
  const { environment, node } = scope;
  const children = run.results();
  if (settings === undefined && children.every(({ status }) => status === "SUCCEEDED")) return children.map(({ output }) => output as Json);
  const request = { ...(settings ?? COMPACT), state: node as NonNullable<typeof node>, mapRunArn: run.arn, children };
  return yield* environment.mapData.writeResults(request, scope);
}

function orThrow<T>(value: T | StatesFailure): T {
  if (value instanceof StatesFailure) throw value;
  return value;
}
