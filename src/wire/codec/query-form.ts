/** A form's values by their dotted names, as a tree: `Tags.member.1.Key` is in `tree.Tags.member[0].Key`. */
export type FormTree = string | FormTree[] | { [name: string]: FormTree };

/** Reads the body of an awsQuery request. */
export function formTree(form: URLSearchParams): { [name: string]: FormTree } {
  const root: { [name: string]: FormTree } = Object.create(null);
  for (const [name, value] of form) place(root, name.split("."), value);
  return withLists(root) as { [name: string]: FormTree };
}

function place(root: { [name: string]: FormTree }, path: readonly string[], value: string): void {
  let at = root;
  for (const part of path.slice(0, -1)) {
    const next = at[part];
    at = typeof next === "object" && !Array.isArray(next) ? next : ((at[part] = Object.create(null)) as { [name: string]: FormTree });
  }
  at[path.at(-1) as string] = value;
}

/** Numbered members are a list. */
function withLists(tree: FormTree): FormTree {
  if (typeof tree === "string") return tree;
  const names = Object.keys(tree);
  const members = names.map((name) => [name, withLists((tree as { [name: string]: FormTree })[name] as FormTree)] as const);
  if (names.length === 0 || !names.every((name) => /^[1-9]\d*$/.test(name))) return Object.fromEntries(members);
  return [...members].sort(([left], [right]) => Number(left) - Number(right)).map(([, value]) => value);
}
