/** A form's values by their dotted names, as a tree: `Tags.member.1.Key` is in `tree.Tags.member[0].Key`. */
export type FormTree = string | FormTree[] | FormMembers;

interface FormMembers {
  [name: string]: FormTree;
}

/** Reads the body of an awsQuery request. */
export function formTree(form: URLSearchParams): FormTree {
  const root = noMembers();
  for (const [name, value] of form) place(root, name.split("."), value);
  return withLists(root);
}

/** Names such as `__proto__` are names like others. */
function noMembers(): FormMembers {
  return Object.create(null) as FormMembers;
}

function place(root: FormMembers, path: readonly string[], value: string): void {
  let at = root;
  for (const part of path.slice(0, -1)) {
    const next = at[part];
    at = typeof next === "object" && !Array.isArray(next) ? next : (at[part] = noMembers());
  }
  at[path.at(-1) as string] = value;
}

/** Numbered members are a list. */
function withLists(tree: FormTree): FormTree {
  if (typeof tree === "string") return tree;
  const names = Object.keys(tree);
  const members = names.map((name) => [name, withLists((tree as FormMembers)[name] as FormTree)] as const);
  if (names.length === 0 || !names.every((name) => /^[1-9]\d*$/.test(name))) return Object.fromEntries(members);
  return [...members].sort(([left], [right]) => Number(left) - Number(right)).map(([, value]) => value);
}
