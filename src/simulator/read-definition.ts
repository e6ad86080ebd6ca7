import { basename, dirname, extname, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CheckedDefinition, CheckOptions, Definition, Diagnostic, SourceText } from "../asl/index.ts";
import { checkDefinition, checkSupported, InvalidDefinitionError, isError, readSource } from "../asl/index.ts";
import { UsageError } from "../base/errors.ts";
import { tellFile } from "../base/files-read.ts";
import { nodeFsPromises } from "../base/node-modules.ts";
import { abbreviate, closest } from "../base/text.ts";

/** A definition object, JSON text, or the path or URL of a `.json`, `.yaml` or `.yml` file. */
export type DefinitionSource = string | URL | object;

/** A definition that can run, and where it came from. */
export interface LoadedDefinition {
  readonly definition: Definition;
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[];
  /** The file's name without `.asl.json` and the like. */
  readonly name: string | undefined;
  readonly file: string | undefined;
  readonly source: SourceText | undefined;
}

const FORMATS: { readonly [extension: string]: SourceText["format"] } = { ".json": "json", ".yaml": "yaml", ".yml": "yaml" };

/** Reads and checks a definition that is to run, wherever it is. */
export async function readDefinition(source: DefinitionSource): Promise<LoadedDefinition> {
  const { definition, diagnostics, text, file } = await findDefinition(source);
  if (definition === undefined) throw new InvalidDefinitionError(diagnostics, text?.file);
  const missing = checkSupported(definition, text);
  if (missing.length > 0) throw new InvalidDefinitionError([...missing, ...diagnostics], text?.file);
  return { definition, diagnostics, name: file === undefined ? undefined : nameOf(file), file, source: text };
}

/** A definition as it was found, valid or not. */
interface FoundDefinition extends CheckedDefinition {
  readonly text?: SourceText;
  readonly file?: string | undefined;
}

/** Reads and checks a definition, wherever it is; only a source that is none is a UsageError. */
export async function findDefinition(source: DefinitionSource, options?: CheckOptions): Promise<FoundDefinition> {
  if (typeof source === "string")
    return isJsonText(source) ? fromText({ text: source, format: "json" }, options) : fromFile(pathOf(source), options);
  if (typeof source !== "object" || source === null)
    throw badSource(`a definition must be an object, JSON text or the path of a file, but was ${source === null ? "null" : typeof source}`);
  return isUrl(source) ? fromFile(pathOf(source.href), options) : checkDefinition(source, undefined, options);
}

/** A URL of any realm: Jest runs tests in their own. */
function isUrl(source: object): source is URL {
  return Object.prototype.toString.call(source) === "[object URL]";
}

/** Comments are no JSON, but a text that begins with one is meant as a definition, not as a path. */
function isJsonText(text: string): boolean {
  return /^[\uFEFF\s]*(?:\{|\/[/*][^\n]*\n)/.test(text);
}

function pathOf(text: string): string {
  if (text.trim() === "") throw badSource("the path of the definition is empty");
  if (text.includes("\n"))
    throw badSource(
      `a text is taken as JSON when it begins with "{" and as a path otherwise, but this is neither: ${JSON.stringify(abbreviate(text, 60))}`,
    );
  // Two letters or more: a Windows path begins with a letter and a colon too.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1];
  if (scheme === undefined) return resolve(text);
  if (scheme.toLowerCase() !== "file") throw badSource(`only file: URLs can be read, but this is ${JSON.stringify(abbreviate(text, 100))}`);
  return fromUrl(text);
}

function fromUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw badSource(`${JSON.stringify(abbreviate(url, 100))} is not the URL of a local file`);
  }
}

function badSource(sentence: string): UsageError {
  return new UsageError(`${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`, {
    code: "INVALID_SOURCE",
    hint: "Give a definition object, JSON text, or the path or URL of a .json, .yaml or .yml file.",
  });
}

async function fromFile(file: string, options: CheckOptions | undefined): Promise<FoundDefinition> {
  tellFile(file);
  const text = await readText(file);
  const extension = extname(file).toLowerCase();
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format === undefined) throw badSource(`a definition is read from .json, .yaml and .yml files, but this is ${file}`);
  return { ...fromText({ text, format, file: shortened(file) }, options), file };
}

function fromText(text: SourceText, options: CheckOptions | undefined): FoundDefinition {
  const { value, diagnostics } = readSource(text);
  if (diagnostics.some(isError)) return { diagnostics, text };
  return { ...checkDefinition(value, text, options), text };
}

function nameOf(file: string): string {
  return basename(file).replace(/(?:\.asl)?\.[^.]+$/i, "");
}

/** As a person would type it: relative, when the file is below the working directory. */
function shortened(file: string): string {
  const path = relative("", file);
  return path.startsWith("..") || isAbsolute(path) ? file : path;
}

async function readText(file: string): Promise<string> {
  const { readFile, stat } = nodeFsPromises();
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) throw await unreadable(file, found);
  if (found.isDirectory())
    throw new UsageError(`${file} is a directory, not a definition.`, { code: "DEFINITION_NOT_FOUND", hint: await neighbours(file, "") });
  return readFile(file, "utf8").catch(async (error: NodeJS.ErrnoException) => {
    throw await unreadable(file, error);
  });
}

async function unreadable(file: string, error: NodeJS.ErrnoException): Promise<UsageError> {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR")
    return new UsageError(`${file} cannot be read: ${error.message}.`, { code: "DEFINITION_UNREADABLE" });
  const hint = await neighbours(dirname(file), basename(file));
  return new UsageError(`There is no file ${file}.`, { code: "DEFINITION_NOT_FOUND", hint });
}

/** What a person may have meant: the definitions in a folder, the nearest name first. */
async function neighbours(folder: string, name: string): Promise<string> {
  const { readdir } = nodeFsPromises();
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) return `The folder ${folder} does not exist either.`;
  const definitions = entries.filter((entry) => Object.hasOwn(FORMATS, extname(entry).toLowerCase())).sort();
  if (definitions.length === 0) return `There are no .json, .yaml or .yml files in ${folder}.`;
  const near = closest(name, definitions);
  if (near !== undefined) return `Did you mean ${resolve(folder, near)}?`;
  return `In that folder there ${definitions.length === 1 ? "is" : "are"}: ${definitions.slice(0, 5).join(", ")}${definitions.length > 5 ? ", …" : ""}`;
}
