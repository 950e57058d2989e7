import { nearest } from "../nearest";
import { named } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { CLUSTER, type ByName, type Shape, type Struct } from "./known-props";

/**
 * Checks that no prop is misspelt or stands where nothing looks for it, which only an app that is type-checked learns from its compiler.
 * Returns what is left for the other checks to look at.
 */
export function checkShape(problems: Problems, props: ClusterProps): ClusterProps {
  const sound = soundProps(problems, "", CLUSTER, props) as ClusterProps;
  return { ...sound, nodes: sound.nodes ?? {} };
}

function sound(problems: Problems, path: string, shape: Shape, value: unknown): unknown {
  if (value === undefined || shape === "value") return value;
  if (shape === "switch") return soundSwitch(problems, path, value);
  if ("props" in shape) return soundProps(problems, path, shape, value);
  if ("byName" in shape) return soundNames(problems, path, shape, value);
  if (problems.isUnresolved(value) || !Array.isArray(value)) return value;
  const elements = value.map((one, index) =>
    soundProps(problems, `${path}[${index}]`, shape.list, one),
  );
  return elements.includes(undefined) ? undefined : elements;
}

function soundSwitch(problems: Problems, path: string, value: unknown): unknown {
  if (typeof value === "boolean") return value;
  if (!problems.refuseToken(path, value, "files are made one way or the other")) {
    problems.add(path, value, "true or false", "write it without quotes, or leave it out");
  }
  return undefined;
}

function soundProps(problems: Problems, path: string, struct: Struct, value: unknown): unknown {
  const known = Object.keys(struct.props);
  const allowed = `${struct.called}: ${known.join(", ")}`;
  if (!isRecord(problems, path, value, allowed)) return undefined;
  const pathOf = (name: string): string => (path === "" ? named(name) : at(path, name));
  for (const name of Object.keys(value)) {
    if (value[name] === undefined || known.includes(name)) continue;
    const meant = nearest(name, known) ?? placesOf(name, CLUSTER, "")[0];
    const fix = meant ? `did you mean "${meant}"?` : "leave it out: nothing looks at it";
    problems.addSaying(pathOf(name), "an unknown prop", allowed, fix);
  }
  return Object.fromEntries(
    known.map((name) => [name, sound(problems, pathOf(name), struct.props[name], value[name])]),
  );
}

function soundNames(problems: Problems, path: string, shape: ByName, value: unknown): unknown {
  if (!isRecord(problems, path, value, "an object with a value for each name")) return undefined;
  const entries = Object.entries(value).map(([name, one]) => {
    const given = one === undefined && shape.isNeeded ? null : one;
    return [name, sound(problems, at(path, name), shape.byName, given)];
  });
  // What is no node cannot be looked at further; of a tunnel there may be nothing to say.
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined || !shape.isNeeded));
}

function isRecord(
  problems: Problems,
  path: string,
  value: unknown,
  allowed: string,
): value is Record<string, unknown> {
  const fix = "write it in braces, with tokens as its values";
  if (problems.refuseToken(path, value, "its values are checked one by one", fix)) return false;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return true;
  problems.add(path, value ?? undefined, allowed, "write it in braces, or leave it out");
  return false;
}

/** Where in all the props there is one of this name. */
function placesOf(name: string, shape: Shape, path: string): string[] {
  if (typeof shape === "string" || "list" in shape) return [];
  if ("byName" in shape) return placesOf(name, shape.byName, `${path}.NAME`);
  return Object.entries(shape.props).flatMap(([prop, one]) => {
    const place = path === "" ? prop : `${path}.${prop}`;
    return [...(prop === name ? [place] : []), ...placesOf(name, one, place)];
  });
}
