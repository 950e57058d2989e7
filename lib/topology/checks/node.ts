import type { NodeProps } from "../node-props";
import { named } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import {
  FULL_NAME,
  INTERFACE_NAME,
  NODE_NAME,
  SITE,
  SSH_ADDRESS,
  SSH_HOST_KEY,
  WIREGUARD_PUBLIC_KEY,
} from "../text-rules";
import { checkHostAddress4, checkHostAddress6, checkNetwork } from "./addresses";
import { checkPortForwards } from "./ports";

/** Checks every node by itself. */
export function checkNodes(problems: Problems, { nodes, ssh }: ClusterProps): void {
  for (const [name, node] of Object.entries(nodes)) {
    checkIdentity(problems, name, node);
    checkReach(problems, name, node);
    checkTunnel(problems, name, node);
    checkPortForwards(problems, name, node, node.sshPort ?? ssh?.port ?? 22);
    const generation = `${at("nodes", name)}.generation`;
    problems.integer(generation, node.generation, [0, Number.MAX_SAFE_INTEGER]);
  }
}

function checkIdentity(problems: Problems, name: string, node: NodeProps): void {
  const path = at("nodes", name);
  if (!problems.refuseToken(path, name, "names of files and of resources are made from it")) {
    problems.text(path, name, { ...NODE_NAME, fix: nodeNameFix(name) });
  }
  if (
    !problems.refuseToken(`${path}.id`, node.id, "the overlay address is computed from it") &&
    (!Number.isInteger(node.id) || node.id < 1)
  ) {
    const fix = "number the nodes 1, 2, 3, …";
    problems.add(`${path}.id`, node.id, "a whole number from 1", fix);
  }
  if (!problems.refuseToken(`${path}.site`, node.site, "quorum is counted by site")) {
    problems.text(`${path}.site`, node.site, SITE);
  }
  if (
    problems.optionalText(`${path}.fqdn`, node.fqdn, FULL_NAME) &&
    !node.fqdn.startsWith(`${name}.`)
  ) {
    const allowed = `a full name that begins with ${named(name)} and a dot`;
    problems.add(`${path}.fqdn`, node.fqdn, allowed, "make name and full name agree");
  }
}

function nodeNameFix(name: string): string {
  const [first, ...domain] = name.split(".");
  return NODE_NAME.accepts(first) && FULL_NAME.accepts(name)
    ? `did you mean "${first}", with "${domain.join(".")}" as the domain?`
    : NODE_NAME.fix;
}

function checkReach(problems: Problems, name: string, node: NodeProps): void {
  const path = at("nodes", name);
  const { publicAddress, publicAddress6, sshAddress } = node;
  if (publicAddress !== undefined) {
    checkHostAddress4(problems, `${path}.publicAddress`, publicAddress, "publicAddress6");
  }
  if (publicAddress6 !== undefined) {
    checkHostAddress6(problems, `${path}.publicAddress6`, publicAddress6, "publicAddress");
  }
  if ((publicAddress ?? publicAddress6 ?? sshAddress) === undefined) {
    const got = "none of publicAddress, publicAddress6 and sshAddress";
    const fix =
      "write publicAddress; a node behind NAT needs sshAddress instead, where SSH reaches it";
    problems.addSaying(path, got, "at least one of them", fix);
  }
  problems.text(`${path}.publicInterface`, node.publicInterface, INTERFACE_NAME);
  problems.optionalText(`${path}.sshAddress`, node.sshAddress, SSH_ADDRESS);
  problems.integer(`${path}.sshPort`, node.sshPort, [1, 65535]);
  problems.optionalText(`${path}.sshHostKey`, node.sshHostKey, SSH_HOST_KEY);
}

function checkTunnel(problems: Problems, name: string, node: NodeProps): void {
  const path = at("nodes", name);
  problems.optionalText(
    `${path}.wireguardPublicKey`,
    node.wireguardPublicKey,
    WIREGUARD_PUBLIC_KEY,
  );
  problems.list(`${path}.routedSubnets`, node.routedSubnets).forEach((subnet, index) => {
    const prop = `${path}.routedSubnets[${index}]`;
    if (checkNetwork(problems, prop, subnet, "network") && subnet.endsWith("/0")) {
      const fix = "name the networks behind the node; a default route would swallow the tunnels";
      problems.add(prop, subnet, "a network smaller than everything", fix);
    }
  });
}
