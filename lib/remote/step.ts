import { Resource } from "@cdktf/provider-null/lib/resource";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { ClusterDefinition } from "../definition";
import type { Node } from "../topology";
import { literal } from "./literal";
import { attribute, dependencies } from "./reference";
import { scriptsOf } from "./scripts";

/** What every step can be told, whatever it does. */
export interface StepOrder {
  /**
   * What has to be finished before.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * Steps after whose repetition this one has to run again.
   * @default - none
   */
  readonly repeatAfter?: Resource[];
}

/**
 * One script of `runner/`, its input, and what makes it run again.
 *
 * @internal
 */
export interface StepProps extends StepOrder {
  /** The checked description of the cluster. */
  readonly definition: ClusterDefinition;
  /** File name in `runner/`, without `.sh`. */
  readonly script: string;
  /** The host tool's step, its only argument. */
  readonly step: string;
  /** Not secret: shown by `terraform plan`, kept in the state; a change repeats the step. */
  readonly triggers: Record<string, string>;
  /** Environment of the script. A value that names a trigger refers to it: `self("settings")`. */
  readonly environment: Record<string, string>;
}

/** A trigger of the step itself, so that its text stands in the plan once. */
export function self(trigger: string): string {
  return `\${self.triggers.${trigger}}`;
}

/**
 * The one seam to the nodes: one `null_resource` whose only provisioner runs a static script of `runner/`, which speaks OpenSSH.
 *
 * OpenSSH instead of Terraform's own client because that one cannot pin an Ed25519 host key on a host which also has
 * an ECDSA one, cannot read hashed known_hosts, and leaves its scripts in the node's /tmp. Every value goes to the script as an
 * environment variable and on to the node as standard input: none ever reaches a shell command line.
 *
 * @internal
 */
export class Step extends Resource {
  constructor(scope: Construct, id: string, props: StepProps) {
    const scripts = scriptsOf(scope);
    const { ssh } = props.definition.topology;
    const repeatAfter = props.repeatAfter ?? [];
    const environment = {
      ...props.environment,
      ...(ssh.privateKeyPath && { PVE_WAN_IDENTITY: literal(ssh.privateKeyPath) }),
      ...(ssh.knownHostsPath && { PVE_WAN_KNOWN_HOSTS: literal(ssh.knownHostsPath) }),
    };
    super(scope, id, {
      triggers: {
        ...props.triggers,
        hostTool: scripts.hostFingerprint,
        ...(repeatAfter.length > 0 && { after: idsOf(repeatAfter) }),
      },
      provisioners: [
        {
          type: "local-exec",
          interpreter: ["bash", `${scripts.runner}/${props.script}.sh`],
          command: props.step,
          environment,
        },
      ],
    });
    this.dependsOn = dependencies(this, [...(props.dependsOn ?? []), ...repeatAfter]);
  }
}

function idsOf(steps: Resource[]): string {
  const ids = steps.map((step) => attribute(step, ".id"));
  return ids.length === 1 ? `\${${ids[0]}}` : `\${sha256(join(",", [${ids.join(", ")}]))}`;
}

/** What the host tool reads before its payload: one `key=value` a line. A list stands as repeated keys. */
export type Settings = Record<string, string | number | readonly string[] | undefined>;

/** The lines of some settings; what is undefined is left out. */
export function settingLines(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const values = typeof value === "object" ? value : [String(value)];
    return values.map((one) => `${key}=${one}`);
  });
}

/**
 * A step on one node.
 *
 * @internal
 */
export interface NodeStepProps extends StepOrder {
  /** The checked description of the cluster. */
  readonly definition: ClusterDefinition;
  /** The node it is done on. */
  readonly node: Node;
  /** The host tool's step. */
  readonly step: string;
  /** File name in `runner/`, without `.sh`. @default "on-node" */
  readonly script?: string;
  /** What the step is told, beside the node's name. @default - nothing */
  readonly settings?: Settings;
  /** Rendered text for the node; stands in the plan, so that `terraform plan` shows its changes. */
  readonly payload?: string;
  /** Text that must not be shown; what changes when it does has to stand in `fingerprint`. */
  readonly secretPayload?: { readonly text: string; readonly fingerprint: string };
  /** More environment for scripts that need it. */
  readonly environment?: Record<string, string>;
}

/**
 * Runs `pve-wan STEP` on one node, with its settings and its payload as standard input.
 *
 * @internal
 */
export class NodeStep extends Step {
  constructor(scope: Construct, id: string, props: NodeStepProps) {
    const { node } = props;
    const settings = settingLines({ node: node.name, ...props.settings }).join("\n");
    const triggers: Record<string, string> = {
      node: node.name,
      address: literal(node.sshAddress),
      step: props.step,
      generation: String(node.generation),
      settings: literal(settings),
    };
    if (props.payload !== undefined) triggers.payload = literal(props.payload);
    if (props.secretPayload) triggers.secretFingerprint = props.secretPayload.fingerprint;
    const payload = props.secretPayload
      ? props.secretPayload.text
      : props.payload && self("payload");

    super(scope, id, {
      ...props,
      script: props.script ?? "on-node",
      triggers,
      environment: {
        PVE_WAN_NODES: nodeLines([node]),
        PVE_WAN_NODE: node.name,
        PVE_WAN_INPUT: `${self("settings")}\n\n${payload ?? ""}`,
        ...props.environment,
      },
    });
  }
}

/** How the runner reaches nodes: `NAME<TAB>ADDRESS<TAB>PORT<TAB>HOST KEY or -`, one a line. */
export function nodeLines(nodes: readonly Node[]): string {
  return literal(
    nodes
      .map((node) => [node.name, node.sshAddress, node.sshPort, node.sshHostKey ?? "-"].join("\t"))
      .join("\n"),
  );
}

/**
 * A step for which the runner needs all nodes at once.
 *
 * @internal
 */
export interface FleetStepProps extends StepOrder {
  /** The checked description of the cluster. */
  readonly definition: ClusterDefinition;
  /** The host tool's step. */
  readonly step: string;
  /** File name in `runner/`, without `.sh`. @default "all-nodes" */
  readonly script?: string;
  /** What each node is told, beside its name. @default - nothing */
  readonly settings?: (node: Node) => Settings;
  /** Each node's payload, line by line. @default - none */
  readonly payload?: (node: Node) => readonly string[];
}

/**
 * Runs a step on all nodes side by side and reports about all of them together.
 *
 * @internal
 */
export class FleetStep extends Step {
  constructor(scope: Construct, id: string, props: FleetStepProps) {
    const { nodes } = props.definition.topology;
    const perNode = (lines: (node: Node) => readonly string[]): string =>
      literal(
        nodes.flatMap((node) => lines(node).map((line) => `${node.name}\t${line}`)).join("\n"),
      );
    const settings = (node: Node): string[] =>
      settingLines({ node: node.name, ...props.settings?.(node) });

    super(scope, id, {
      ...props,
      script: props.script ?? "all-nodes",
      triggers: {
        step: props.step,
        nodes: nodeLines(nodes),
        settings: perNode(settings),
        payload: perNode((node) => props.payload?.(node) ?? []),
      },
      environment: {
        PVE_WAN_NODES: self("nodes"),
        PVE_WAN_SETTINGS: self("settings"),
        PVE_WAN_PAYLOAD: self("payload"),
      },
    });
  }
}
