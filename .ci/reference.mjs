/** Makes `docs/reference.md` from the docstrings of what the package exports; with `--print` it goes to the terminal instead. */
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const door = "src/index.ts";
/** Doors of their own, below the matchers. */
const sideDoors = { "sfn-testkit/fuzz": "src/fuzz/index.ts", "sfn-testkit/msw": "src/wire/msw.ts" };
const matcherDoor = "matchers/index.ts";
const matcherTypes = "matchers/declarations.ts";

const program = ts.createProgram(
  [door, matcherDoor, matcherTypes, ...Object.values(sideDoors)].map((file) => root + file),
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
  const { functions, errors, types } = sorted(exportsOf(door));
  const optionTypes = exportsOf(matcherDoor).filter(({ symbol }) => !isFunction(symbol));
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
    ...Object.entries(sideDoors).flatMap(([name, file]) => [`## ${name}`, ...sideDoorSections(file)]),
  ].join("\n\n");
}

function isFunction(symbol) {
  return (symbol.flags & ts.SymbolFlags.Function) !== 0;
}

function sorted(exported) {
  const functions = exported.filter(({ symbol }) => isFunction(symbol));
  const errors = exported.filter(({ name }) => name.endsWith("Error"));
  return { functions, errors, types: exported.filter((each) => !functions.includes(each) && !errors.includes(each)) };
}

function sideDoorSections(file) {
  const { functions, errors, types } = sorted(exportsOf(file));
  const tables = types.filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Variable);
  const rest = types.filter((each) => !tables.includes(each));
  return [...functions.map(functionSection), ...tables.map(functionTable), ...errors.map(typeSection), ...rest.map(typeSection)];
}

/** An object of functions, such as the ready-made invariants. */
function functionTable({ name, symbol }) {
  const functions = checker
    .getTypeOfSymbol(symbol)
    .getProperties()
    .map((member) => checker.getTypeOfSymbol(member).symbol);
  const rows = functions.map(
    (each) => `| ${inCell(`\`${headOf(each.declarations[0]).replace(/^function /, "")}\``)} | ${inCell(sentence(each))} |`,
  );
  return section(name, sentence(symbol), ...examples(symbol), ["| member | |", "|---|---|", ...rows].join("\n"));
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
  const members = [declaration, ...hiddenBases(symbol)].flatMap((each) => [...each.members]).filter(isPublic);
  return section(name, code(titleOf(declaration)), sentence(symbol), ...examples(symbol), memberTable(unlike(members)));
}

/** The classes that a class extends under a name of which nothing else is told. */
function hiddenBases(symbol) {
  const bases = symbol.flags & ts.SymbolFlags.Class ? checker.getBaseTypes(checker.getDeclaredTypeOfSymbol(symbol)) : [];
  return bases.filter((base) => base.symbol.name === symbol.name).map((base) => base.symbol.valueDeclaration);
}

/** A member that is overridden is told once. */
function unlike(members) {
  const names = members.map((member) => member.name?.getText() ?? member.getText());
  return members.filter((_, index) => names.indexOf(names[index]) === index);
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
    .replace(/ extends AwsServices/, "")
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
    .replace(/^(?:(?:readonly|async|declare|override|get) )+/, "")
    .replace(ts.isGetAccessor(member) ? "()" : "", "");
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
