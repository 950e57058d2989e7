import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { ProxmoxWanCluster, type ClusterProps } from "../../lib";
import { at } from "../../lib/topology/problems";
import { propsByType, type Kind } from "../strings/type-walk";
import { wholeProps } from "./support/whole-props";
import { DECISIONS } from "./token-decisions";

const places = propsByType();

test("what becomes of a token is decided for every prop that there is", () => {
  expect(Object.keys(DECISIONS).sort()).toEqual(Object.keys(places).sort());
});

/** A token as it is written at a place of that kind. */
const TOKENS: Record<Kind, (variable: TerraformVariable) => unknown> = {
  text: ({ stringValue }) => stringValue,
  number: ({ numberValue }) => numberValue,
  switch: ({ value }) => value,
  list: ({ listValue }) => listValue,
  record: ({ value }) => Token.asStringMap(value),
  props: ({ value }) => value,
};

/** Puts a value into the first of all places of that name, and says where that is. */
function put(props: unknown, place: string, value: unknown, path = ""): string | undefined {
  const [, name, rest] = /^\.?(\w+|\[\]|\{\}|\{key\})(.*)$/.exec(place)!;
  const holder = props as Record<string, unknown>;
  if (holder === undefined || holder === null) return undefined;
  const keys = /^\w/.test(name) ? [name] : Object.keys(holder);
  for (const key of keys) {
    if (!(key in holder)) continue;
    const here = name === "[]" ? `${path}[${key}]` : path === "" ? key : at(path, key);
    if (name === "{key}") {
      const moved = holder[key];
      delete holder[key];
      holder[String(value)] = moved;
      return at(path, String(value));
    }
    const found = rest === "" ? here : put(holder[key], rest, value, here);
    if (found === undefined) continue;
    if (rest === "") holder[key] = value;
    return found;
  }
  return undefined;
}

const app = Testing.app({ stackTraces: false });
let stacks = 0;

test.each(Object.entries(DECISIONS))("a token as %s is carried or refused", (place, decision) => {
  const stack = new TerraformStack(app, `stack${++stacks}`);
  const token = TOKENS[places[place]](new TerraformVariable(stack, "given", {}));
  const props: ClusterProps = wholeProps();
  const path = put(props, place, token)!;
  const make = (): unknown => new ProxmoxWanCluster(stack, "cluster", props);
  if (decision === "carried") {
    make();
    const { resource, locals } = JSON.parse(Testing.synth(stack));
    const { null_resource: steps } = resource;
    const conditions = Object.values<{ lifecycle?: { precondition?: unknown } }>(steps)
      .flatMap(({ lifecycle }) => lifecycle?.precondition ?? [])
      .map((condition) => (condition as { error_message: string }).error_message);
    expect(conditions.filter((text) => text.includes(`: ${path}: `))).toHaveLength(1);
    for (const step of Object.values<{ lifecycle?: unknown }>(steps)) delete step.lifecycle;
    expect(JSON.stringify([resource, locals])).toContain("var.given");
  } else {
    const { refusedBecause, fix } = decision;
    expect(make).toThrow(
      `${stack.node.path}/cluster: ${path}: got a token; allowed: a value known at synth, because ${refusedBecause}; fix: ${fix}`,
    );
  }
});
