import { posix } from "node:path";
import ts from "typescript";
import type { Layer } from "./layers.ts";
import { layers, packagesOfFile } from "./layers.ts";

/** A source file by its path from the root of the repository, e.g. `src/base/json.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const maxLines = 400;
const drawers = new Set(["utils.ts", "types.ts", "helpers.ts"]);
const clockAndChance = new Set(
  `setTimeout setInterval setImmediate queueMicrotask nextTick performance hrtime
  randomUUID randomBytes randomInt getRandomValues`.split(/\s+/),
);

/** Every breach of the house rules in one file, as `path:line: what`. */
export function checkFile(file: SourceFile): string[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const lines = file.text.split("\n");
  const found: string[] = [];
  const report = (node: ts.Node, what: string): void => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
    found.push(`${file.path}:${line + 1}: ${what}: ${lines[line]?.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    for (const what of breaches(node, file.path, lines)) report(node, what);
    ts.forEachChild(node, visit);
  };
  if (drawers.has(posix.basename(file.path))) found.push(`${file.path}:1: a file is named after its subject`);
  if (lines.length - 1 > maxLines) found.push(`${file.path}:${maxLines}: longer than ${maxLines} lines`);
  visit(tree);
  return found;
}

function* breaches(node: ts.Node, path: string, lines: readonly string[]): Generator<string> {
  const imported = importOf(node);
  if (imported !== undefined && !mayImport(path, imported)) yield `may not import ${imported.specifier}`;
  if (!path.startsWith("src/kernel/") && readsClockOrChance(node)) yield "time and chance come from the kernel";
  if (node.kind === ts.SyntaxKind.AnyKeyword && !hasReason(node, lines)) yield "any";
  if (ts.isYieldExpression(node) && isInsideFinally(node)) yield "a cancelled fiber cannot wait: no yield inside finally";
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return importFrom(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
  if (ts.isExportDeclaration(node)) return importFrom(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node)) return importFrom(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  if (ts.isCallExpression(node) && isLoader(node.expression)) return importFrom(node.arguments[0], false);
  return undefined;
}

function isLoader(callee: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text === "getBuiltinModule";
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
}

function importFrom(specifier: ts.Node | undefined, typeOnly: boolean): Import | undefined {
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, typeOnly } : undefined;
}

function mayImport(path: string, { specifier, typeOnly }: Import): boolean {
  const home = place(path);
  const layer = layers[folderOf(home)];
  if (layer === undefined) return false;
  if (!specifier.startsWith(".")) return mayImportPackage(path, layer, specifier);
  const target = place(posix.join(posix.dirname(path), specifier));
  return folderOf(target) === folderOf(home) || allows(layer.values, target) || (typeOnly && allows(layer.types ?? [], target));
}

function mayImportPackage(path: string, layer: Layer, specifier: string): boolean {
  return (layer.packages ?? []).includes(specifier) || (packagesOfFile[path] ?? []).includes(specifier);
}

/** `src/base/json.ts` → `base/json.ts`; `matchers/…` stays. */
function place(path: string): string {
  return path.replace(/^src\//, "");
}

/** The layer of a file: its folder, or the folder inside that has a row of its own. */
function folderOf(path: string): string {
  const [folder = path, inner] = path.split("/");
  return Object.hasOwn(layers, `${folder}/${inner}`) ? `${folder}/${inner}` : folder;
}

function allows(list: readonly string[], target: string): boolean {
  return list.some((entry) => target === entry || target.startsWith(`${entry}/`));
}

function readsClockOrChance(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return clockAndChance.has(node.text);
  if (ts.isPropertyAccessExpression(node)) return ["Date.now", "Math.random"].includes(node.getText());
  if (ts.isElementAccessExpression(node)) return /^(Date|Math)$/.test(node.expression.getText());
  if (ts.isNewExpression(node)) return node.expression.getText() === "Date" && (node.arguments ?? []).length === 0;
  return ts.isCallExpression(node) && node.expression.getText() === "Date";
}

/** A `biome-ignore` with its reason on the line or just above. */
function hasReason(node: ts.Node, lines: readonly string[]): boolean {
  const line = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line;
  return [lines[line - 1], lines[line]].some((text) => /biome-ignore [\w/]+: \S/.test(text ?? ""));
}

function isInsideFinally(node: ts.Node): boolean {
  for (let inner = node; inner.parent !== undefined && !ts.isFunctionLike(inner); inner = inner.parent) {
    if (ts.isTryStatement(inner.parent) && inner.parent.finallyBlock === inner) return true;
  }
  return false;
}
