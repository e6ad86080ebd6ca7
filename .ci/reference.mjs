/** Makes `docs/reference.md` from the docstrings of what the package exports; with `--print` it goes to the terminal instead. */
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const door = "src/index.ts";
const matcherDoor = "matchers/index.ts";
const matcherTypes = "matchers/declarations.ts";

const program = ts.createProgram(
  [door, matcherDoor, matcherTypes].map((file) => root + file),
  {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    types: [],
  },
);
const checker = program.getTypeChecker();

const text = `${reference().trimEnd()}\n`;
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(`${root}docs/reference.md`, text);

function reference() {
  const all = exportsOf(door);
  const isError = ({ name }) => name.endsWith("Error");
  const functions = all.filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Function);
  const errors = all.filter(isError);
  const types = all.filter((each) => !functions.includes(each) && !isError(each));
  const optionTypes = exportsOf(matcherDoor).filter(({ symbol }) => !(symbol.flags & ts.SymbolFlags.Function));
  return [
    "# Reference",
    "Everything that the package exports, made from its docstrings by `npm run docs`: edit those, not this page.",
    "## Functions",
    ...functions.map(functionSection),
    "## Errors",
    ...errors.map(typeSection),
    "## Types",
    ...types.map(typeSection),
    "## Matchers",
    "`expect(execution)` has them once a runner's entry has registered them; `sfn-testkit/matchers` exports them as functions for `expect.extend`.",
    ...matchers(),
    "### What they take",
    ...optionTypes.map((each) => typeSection(each).replace(/^###/, "####")),
  ].join("\n\n");
}

function exportsOf(file) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(root + file));
  const exported = checker.getExportsOfModule(module).map((alias) => ({
    name: alias.name,
    symbol: alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias,
  }));
  return exported.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function functionSection({ name, symbol }) {
  const declarations = symbol.declarations.filter((declaration) => !declaration.body || symbol.declarations.length === 1);
  return section(name, code(declarations.map(headOf).join("\n")), sentence(symbol), ...examples(symbol));
}

/** A function's declaration without its body. */
function headOf(declaration) {
  const end = declaration.body?.getStart() ?? declaration.end;
  const head = declaration.getSourceFile().text.slice(declaration.getStart(), end).trim();
  return head.replace(/^export (async )?/, "");
}

function typeSection({ name, symbol }) {
  const [declaration] = symbol.declarations;
  if (ts.isTypeAliasDeclaration(declaration))
    return section(name, code(declaration.getText().replace(/^export /, "")), sentence(symbol), ...examples(symbol));
  const own = declaration.members.filter(isPublic);
  return section(name, code(titleOf(declaration)), sentence(symbol), ...examples(symbol), memberTable(own));
}

function isPublic(member) {
  if (ts.isIndexSignatureDeclaration(member)) return true;
  if (member.name === undefined || ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name)) return false;
  return !ts.getJSDocTags(member).some((tag) => tag.tagName.text === "internal") && !isErrorName(member);
}

/** Every class of errors tells its own name; that is no news. */
function isErrorName(member) {
  return ts.isPropertyDeclaration(member) && member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword);
}

/** `interface RunningExecution extends ExecutionView`, as it stands before the members. */
function titleOf(declaration) {
  const [first] = declaration.members;
  const opening = declaration.getText().slice(0, first === undefined ? undefined : first.getFullStart() - declaration.getStart());
  return opening
    .replace(/^export (declare )?/, "")
    .replace(/\{[^{]*$/, "")
    .trim();
}

function memberTable(members) {
  if (members.length === 0) return "";
  const rows = members.map((member) => `| ${inCell(`\`${signatureOf(member)}\``)} | ${inCell(sentence(symbolOf(member)))} |`);
  return ["| member | |", "|---|---|", ...rows].join("\n");
}

function signatureOf(member) {
  const end = member.body?.getStart() ?? member.initializer?.getStart() ?? member.end;
  const signature = member.getSourceFile().text.slice(member.getStart(), end);
  return withoutComments(signature)
    .replace(/\s+/g, " ")
    .replace(/[;=\s]+$/, "")
    .replace(/^(?:(?:readonly|async|declare|override|get) )+/, "");
}

function symbolOf(member) {
  return member.name && checker.getSymbolAtLocation(member.name);
}

function withoutComments(source) {
  return source.replace(/\/\*.*?\*\//gs, "").replace(/\/\/.*$/gm, "");
}

function inCell(cell) {
  return cell.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}

/** As `expect` offers them, told by the functions that are behind. */
function matchers() {
  const functions = new Map(exportsOf(matcherDoor).map(({ name, symbol }) => [name, symbol]));
  const { symbol } = exportsOf(matcherTypes).find(({ name }) => name === "ExecutionMatchers");
  const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
  return members.map((member) => matcherSection(member, functions.get(member.name) ?? member)).sort();
}

function matcherSection(member, behind) {
  const signature = signatureOf(member.valueDeclaration).replace(/: Result$/, "");
  const page = `matchers/${member.name}.md`;
  const more = existsSync(`${root}docs/${page}`) ? `More, and its message: [${member.name}](${page}).` : "";
  return section(member.name, code(`expect(execution).${signature}`), sentence(behind), ...examples(behind), more);
}

function section(name, ...parts) {
  return [`### ${name}`, ...parts.filter((part) => part !== "")].join("\n\n");
}

function sentence(symbol) {
  const told = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
  return told.replace(/\{@link (.*?) ?\}/g, "`$1`").trim();
}

function examples(symbol) {
  const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === "example");
  return tags.map((tag) => code(ts.displayPartsToString(tag.text)));
}

function code(source) {
  return `\`\`\`ts\n${source}\n\`\`\``;
}
