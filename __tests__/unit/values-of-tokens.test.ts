import { articleProps, plan } from "./support/plan";

const [node1] = Object.values(articleProps().nodes);

function preconditions(more: Parameters<typeof plan>[0]): string[] {
  const { lifecycle } = plan(more).steps.preflight as unknown as {
    lifecycle?: { precondition: { condition: string; error_message: string }[] };
  };
  return (lifecycle?.precondition ?? []).map(
    ({ condition, error_message: message }) => `${condition} ${message}`,
  );
}

test("a value that only Terraform knows is checked before the first node is touched", () => {
  const [first, ...others] = preconditions((variable) =>
    articleProps({ trustedSources: [variable("admin")] }),
  );
  expect(first).toBe(
    '${can(regex("^[0-9a-fA-F.:]+/[0-9]{1,3}$", "${var.admin}"))} stack/cluster: trustedSources[0]: its value, known only now, is none that is allowed; allowed: a network in CIDR notation; fix: write network and prefix length, such as 198.51.100.0/24',
  );
  expect(others).toEqual([]);
});

test("all of a text is looked at, also what stands beside the token", () => {
  const [condition] = preconditions((variable) =>
    articleProps({ ssh: { privateKeyPath: `/a"\\\${x}\n${variable("user")}` } }),
  );
  expect(condition).toContain('"/a\\"\\\\${"$"}{x}\\U0000000a${var.user}"))}');
});

test("every prop that takes a token is checked, numbers among them", () => {
  const checked = preconditions((variable) => {
    const text = variable("x");
    const number = text as unknown as number;
    return articleProps({
      nodes: {
        node1: {
          ...node1,
          publicAddress: text,
          publicInterface: text,
          fqdn: text,
          sshAddress: text,
          sshPort: number,
          sshHostKey: text,
          wireguardPublicKey: text,
          routedSubnets: [text],
          portForwards: [{ protocol: "tcp", port: number, toAddress: text, toPort: number }],
        },
      },
      trustedSources: [text],
      domain: text,
      renderTo: text,
      ssh: { privateKeyPath: text, knownHostsPath: text, port: number },
      overlay: { listenPort: number },
      firewall: {
        vmSubnets: [text],
        vmBridges: [text],
        publicServices: [{ protocol: "tcp", ports: [number] }],
      },
    });
  }).map((text) => /stack\/cluster: ([^:]*):/.exec(text)![1]);
  expect(checked.sort()).toEqual([
    "domain",
    "firewall.publicServices[0]",
    "firewall.vmBridges[0]",
    "firewall.vmSubnets[0]",
    "nodes.node1.fqdn",
    "nodes.node1.portForwards[0].port",
    "nodes.node1.portForwards[0].toAddress",
    "nodes.node1.portForwards[0].toPort",
    "nodes.node1.publicAddress",
    "nodes.node1.publicInterface",
    "nodes.node1.routedSubnets[0]",
    "nodes.node1.sshAddress",
    "nodes.node1.sshHostKey",
    "nodes.node1.sshPort",
    "nodes.node1.wireguardPublicKey",
    "overlay.listenPort",
    "renderTo",
    "ssh.knownHostsPath",
    "ssh.port",
    "ssh.privateKeyPath",
    "trustedSources[0]",
  ]);
});

test("a plan without tokens has no such checks", () => {
  expect(preconditions(articleProps())).toEqual([]);
});
