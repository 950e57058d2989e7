import { comment, isProps, type Assembly, type Docs } from "./assembly-model";

export interface Documented {
  readonly types: number;
  readonly props: number;
  /** Of the props: those that may be left out. */
  readonly optional: number;
  readonly members: number;
  /** What lacks its comment, or as a prop its default. */
  readonly gaps: readonly string[];
}

/** Counts the public API, and finds what is not documented: every member wants a comment, every optional prop a default. */
export function documented({ types }: Assembly): Documented {
  const gaps: string[] = [];
  let [props, optional, members] = [0, 0, 0];
  for (const type of Object.values(types)) {
    const wantComment = (name: string, docs: Docs | undefined): void => {
      if (comment(docs) === "") gaps.push(`${name}: no comment`);
    };
    wantComment(type.name, type.docs);
    for (const member of [...(type.properties ?? []), ...(type.methods ?? [])]) {
      members += 1;
      wantComment(`${type.name}.${member.name}`, member.docs);
    }
    for (const member of type.members ?? []) {
      members += 1;
      wantComment(`${type.name}.${member.name}`, member.docs);
    }
    if (!isProps(type)) continue;
    for (const prop of type.properties ?? []) {
      props += 1;
      if (!prop.optional) continue;
      optional += 1;
      const name = `${type.name}.${prop.name}`;
      const fallback = prop.docs?.default;
      if (fallback === undefined) gaps.push(`${name}: no @default`);
      if (fallback === "undefined") gaps.push(`${name}: its @default does not say what happens`);
    }
  }
  return { types: Object.keys(types).length, props, optional, members, gaps };
}
