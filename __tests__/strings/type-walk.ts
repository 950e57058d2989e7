import * as path from "node:path";
import ts from "typescript";

const PROPS = path.join(__dirname, "../../lib/topology/props.ts");

/** What a prop holds: a text, a number, true or false, a list, values by name, or props. */
export type Kind = "text" | "number" | "switch" | "list" | "record" | "props";

/**
 * Every place in `ClusterProps`, as the types say, and what stands there: `a.b`, `list[]` for the elements of a list, `record{}` for the
 * values of a record and `record{key}` for its keys.
 */
export function propsByType(): Record<string, Kind> {
  const program = ts.createProgram([PROPS], {
    lib: ["lib.es5.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(PROPS)!;
  const found = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .find(({ name }) => name === "ClusterProps")!;
  const places = walk(checker, checker.getDeclaredTypeOfSymbol(found), "");
  return Object.fromEntries(places.filter(([place]) => place !== ""));
}

/** The places of `ClusterProps` where a text can stand. */
export function stringPropsByType(): string[] {
  return Object.entries(propsByType()).flatMap(([place, kind]) => (kind === "text" ? place : []));
}

function walk(checker: ts.TypeChecker, given: ts.Type, at: string): [string, Kind][] {
  const type = checker.getNonNullableType(given);
  if (type.flags & ts.TypeFlags.BooleanLike) return [[at, "switch"]];
  if (type.isUnion()) return type.types.flatMap((one) => walk(checker, one, at));
  if (type.flags & ts.TypeFlags.StringLike) return [[at, "text"]];
  if (type.flags & ts.TypeFlags.NumberLike) return [[at, "number"]];
  if (!(type.flags & ts.TypeFlags.Object)) {
    throw new Error(`${at}: what can stand here? ${checker.typeToString(type)}`);
  }
  const [element] = checker.isArrayType(type)
    ? checker.getTypeArguments(type as ts.TypeReference)
    : [];
  if (element) return [[at, "list"], ...walk(checker, element, `${at}[]`)];
  const value = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (value) return [[at, "record"], [`${at}{key}`, "text"], ...walk(checker, value, `${at}{}`)];
  const below = checker.getPropertiesOfType(type).flatMap((property) => {
    const name = at === "" ? property.name : `${at}.${property.name}`;
    return walk(checker, checker.getTypeOfSymbol(property), name);
  });
  return [[at, "props"], ...below];
}
