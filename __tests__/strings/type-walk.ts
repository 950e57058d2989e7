import * as path from "node:path";
import ts from "typescript";

const PROPS = path.join(__dirname, "../../lib/topology/props.ts");

/**
 * Where in `ClusterProps` a text can stand, as the types say: `a.b`, `list[]` for the elements of a list, `record{}` for the values of a record
 * and `record{key}` for its keys.
 */
export function stringPropsByType(): string[] {
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
  return walk(checker, checker.getDeclaredTypeOfSymbol(found), "");
}

function walk(checker: ts.TypeChecker, given: ts.Type, at: string): string[] {
  const type = checker.getNonNullableType(given);
  if (type.isUnion()) {
    return [...new Set(type.types.flatMap((one) => walk(checker, one, at)))];
  }
  if (type.flags & ts.TypeFlags.StringLike) return [at];
  if (!(type.flags & ts.TypeFlags.Object)) return [];
  const [element] = checker.isArrayType(type)
    ? checker.getTypeArguments(type as ts.TypeReference)
    : [];
  if (element) return walk(checker, element, `${at}[]`);
  const value = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (value) return [`${at}{key}`, ...walk(checker, value, `${at}{}`)];
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const name = at === "" ? property.name : `${at}.${property.name}`;
    return walk(checker, checker.getTypeOfSymbol(property), name);
  });
}
