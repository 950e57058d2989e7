import { ref, TerraformOutput, TerraformStack, Testing, Token } from "cdktf";
import { ProxmoxWanCluster } from "../../lib";
import { articleProps, plan, type Plan, type PlannedStep } from "./support/plan";

const idOf = (reference: string): string => reference.replace(/^null_resource\./, "");

function tunnelsWithMadeKeys({ resources }: Plan): string[] {
  const [made] = Object.values(resources.random_bytes);
  return JSON.parse(/^\$\{toset\((.*)\)\}$/.exec(made.for_each as string)![1]);
}

test("every node gets the same steps, and each tunnel one preshared key", () => {
  const [three, four] = [plan(articleProps()), plan(articleProps({}, 4))];
  const stepsOf = (steps: Record<string, unknown>, node: string): string[] =>
    Object.keys(steps).filter((path) => path.endsWith(`/${node}`));
  expect(stepsOf(four.steps, "node4")).toHaveLength(stepsOf(three.steps, "node3").length);
  expect(tunnelsWithMadeKeys(three)).toEqual(["node1-node2", "node1-node3", "node2-node3"]);
  expect(tunnelsWithMadeKeys(four)).toHaveLength(6);
});

test("a fourth node changes only what the old nodes must know of it", () => {
  const [three, four] = [plan(articleProps()), plan(articleProps({}, 4))];
  const triggers = ({ steps, locals }: Plan, path: string): string =>
    JSON.stringify(steps[path].triggers).replace(/local\.([\w-]+)/g, (_, name) => locals[name]);
  const changed = Object.keys(three.steps).filter(
    (path) => triggers(three, path) !== triggers(four, path),
  );
  const perNode = (step: string): string[] =>
    ["node1", "node2", "node3"].map((node) => `${step}/${node}`);
  expect(changed.sort()).toEqual(
    [
      ...["preflight", "keys/exchange", "mesh/gate", "verify", "watch", "bandwidth"],
      ...["mesh", "mesh/psk", "hosts"].flatMap(perNode),
    ].sort(),
  );
});

test("nothing is changed before preflight, and nobody joins before the overlay, names and firewall of all nodes stand", () => {
  const { steps, resources } = plan(articleProps());
  const ids = Object.keys(resources.null_resource);
  const pathOfId = new Map(ids.map((id, index) => [id, Object.keys(steps)[index]]));
  const before = (path: string, seen = new Set<string>()): Set<string> => {
    for (const reference of steps[path].depends_on ?? []) {
      const dependency = pathOfId.get(idOf(reference));
      if (!dependency || seen.has(dependency)) continue;
      seen.add(dependency);
      before(dependency, seen);
    }
    return seen;
  };
  const afterPreflight = Object.keys(steps).filter((path) => path !== "preflight");
  for (const path of afterPreflight)
    expect([path, before(path).has("preflight")]).toEqual([path, true]);

  const all = (step: string): string[] =>
    ["node1", "node2", "node3"].map((node) => `${step}/${node}`);
  expect([...before("create")]).toEqual(
    expect.arrayContaining([
      "mesh/gate",
      ...["hosts", "firewall", "boot-order", "ssh-policy"].flatMap(all),
    ]),
  );
  expect([...before("join/node2")]).toEqual(expect.arrayContaining(["create", "tuning"]));
  expect([...before("join/node3")]).toContain("join/node2");
  expect([...before("join/node2")]).not.toContain("join/node3");
  expect([...before("verify")]).toEqual(expect.arrayContaining(["join/node2", "join/node3"]));
  expect([...before("firewall/node2")]).toContain("firewall/node1");
  expect([...before("hosts/node3")]).toContain("hosts/node2");
});

test("what comes from another module can be waited for", () => {
  const fqn = Token.asString(ref("module.servers"));
  const { steps } = plan(articleProps({ dependsOn: [{ fqn }] }));
  expect(steps.preflight.depends_on).toEqual(["module.servers"]);
});

test("a preshared key is in no trigger, only its fingerprint is", () => {
  const { steps } = plan(articleProps());
  const triggers = Object.values(steps).map((step) => JSON.stringify(step.triggers));
  const fingerprint =
    /nonsensitive\(sensitive\(sha256\(local\.[\w-]*_tunnel-keys-node\d_\w+\)\)\)/g;
  expect(triggers.join().match(fingerprint)).toHaveLength(3);
  for (const text of triggers)
    expect(text.replace(fingerprint, "")).not.toMatch(/local\.|random_bytes/);
});

test("given preshared keys are used and marked sensitive, and only the others are made", () => {
  const planned = plan((variable) =>
    articleProps({ presharedKeys: { "node1-node2": variable("secret") } }),
  );
  expect(tunnelsWithMadeKeys(planned)).toEqual(["node1-node3", "node2-node3"]);
  const input =
    planned.steps["mesh/psk/node1"].provisioner[0]["local-exec"].environment.PVE_WAN_INPUT;
  const local = /\$\{nonsensitive\(sensitive\(local\.([\w-]+)\)\)\}/.exec(input)![1];
  expect(planned.locals[local]).toContain("node1-node2 ${sensitive(var.secret)}\nnode1-node3 ${");
});

test("addresses and interfaces of other resources reach every file and every connection", () => {
  const { steps } = plan((variable) => {
    const props = articleProps();
    const node2 = {
      ...props.nodes.node2,
      publicAddress: variable("address"),
      publicInterface: variable("interface"),
      sshHostKey: variable("hostkey"),
    };
    return { ...props, nodes: { ...props.nodes, node2 } };
  });
  expect(steps["mesh/node1"].triggers.payload).toContain("Endpoint = ${var.address}:51820");
  expect(steps["firewall/node2"].triggers.payload).toContain("${var.interface}");
  expect(steps.preflight.triggers.nodes).toContain("node2\t${var.address}\t22\t${var.hostkey}");
});

test("the end of a tunnel that nobody could reach speaks first", () => {
  const props = articleProps();
  const node2 = { ...props.nodes.node2, publicAddress: undefined, sshAddress: "198.51.100.7" };
  const { steps } = plan({ ...props, nodes: { ...props.nodes, node2 } });
  expect(steps["mesh/gate"].triggers.payload.split("\n")).toEqual([
    "node1\tnode2 172.16.10.2 listen",
    "node1\tnode3 172.16.10.3 speak",
    "node2\tnode1 172.16.10.1 speak",
    "node2\tnode3 172.16.10.3 speak",
    "node3\tnode1 172.16.10.1 listen",
    "node3\tnode2 172.16.10.2 listen",
  ]);
});

test("pvecm is told every node's id, and preflight what a member must have", () => {
  const props = articleProps();
  const node3 = { ...props.nodes.node3, id: 9 };
  const { steps } = plan({ ...props, nodes: { ...props.nodes, node3 } });
  expect(steps.create.triggers.settings).toContain("\nid=1\nlink0=172.16.10.1");
  expect(steps["join/node3"].triggers.settings).toContain("\nid=9\nlink0=172.16.10.9");
  expect(steps.preflight.triggers.settings).toContain("node3\tid=9\nnode3\tlink0=172.16.10.9");
});

test("no value is on a command line", () => {
  const { steps } = plan(articleProps());
  for (const step of Object.values(steps)) {
    const { command, interpreter } = step.provisioner[0]["local-exec"];
    expect(command).toMatch(/^[a-z-]+$/);
    expect(interpreter).toEqual(["bash", expect.stringMatching(/^assets\/[\w/-]+\.sh$/)]);
  }
});

test("an address of a node on the overlay is known to the stack", () => {
  expect(plan(articleProps()).steps["hosts/node3"].triggers.settings).toContain(
    "overlayAddress=172.16.10.3",
  );
});

test("what a stack after it needs is known to it", () => {
  const props = articleProps();
  const node2 = { ...props.nodes.node2, publicAddress: undefined, sshAddress: "2001:db8::7" };
  const stack = new TerraformStack(Testing.app(), "stack");
  const cluster = new ProxmoxWanCluster(stack, "cluster", {
    ...props,
    nodes: { ...props.nodes, node2 },
  });
  expect(cluster.nodeNames).toEqual(["node1", "node2", "node3"]);
  expect(cluster.overlayAddress("node3")).toBe("172.16.10.3");
  expect(cluster.apiEndpoint("node1")).toBe("https://203.0.113.11:8006/");
  expect(cluster.apiEndpoint("node2")).toBe("https://[2001:db8::7]:8006/");
  expect(cluster.quorum.map(({ site, holdsQuorum }) => [site, holdsQuorum])).toEqual([
    ["east", true],
    ["west", false],
  ]);
  expect(() => cluster.apiEndpoint("node9")).toThrow(
    'stack/cluster: there is no node "node9"; there are node1, node2, node3',
  );
});

test("what there is to draw stands in a comment of the last step, and nowhere else", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new ProxmoxWanCluster(stack, "cluster", articleProps());
  const steps = Object.values(stack.toTerraform().resource.null_resource) as PlannedStep[];
  const [verify, ...others] = steps.filter((step) => JSON.stringify(step).includes("reached"));
  expect([verify.triggers.step, others]).toEqual(["verify", []]);
  expect(verify["//"]!.topology).toMatchObject({
    nodes: [{ name: "node1" }, { name: "node2" }, { name: "node3", site: "west" }],
  });
  expect(JSON.stringify({ ...verify, "//": {} })).not.toContain("reached");
});

test("nodes of a site that cannot hold quorum are told so, for the note on HA", () => {
  const { settings } = plan(articleProps()).steps.verify.triggers;
  expect(settings.match(/^.*siteWithoutQuorum.*$/gm)).toEqual(["node3\tsiteWithoutQuorum=west"]);
});

test("renderTo keeps a copy of every rendered file, with placeholders for every key", () => {
  const { resources } = plan(articleProps({ renderTo: "rendered" }));
  const files = Object.values(resources.local_file) as { filename: string; content: string }[];
  expect(files.map(({ filename }) => filename).sort()).toEqual(
    [
      ...["corosync-totem", "corosync-wireguard.conf", "hosts"],
      ...["node1", "node2", "node3"].flatMap((node) => [
        `${node}/firewall.nft`,
        `${node}/wg0.conf`,
      ]),
    ].map((name) => `rendered/${name}`),
  );
  const config = files.find(({ filename }) => filename === "rendered/node1/wg0.conf")!.content;
  expect(config).toContain("PrivateKey = @private-key@");
  expect(plan(articleProps()).resources.local_file).toBeUndefined();
});

test("everything wrong with the props is one error, with the construct's path", () => {
  const bad = articleProps({
    clusterName: "a-name-of-more-than-15",
    trustedSources: [],
    haSites: ["north"],
  });
  expect(() => plan({ ...bad, nodes: { ...bad.nodes, node2: { ...bad.nodes.node1 } } })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /stack\/cluster: (?=[^]*clusterName)(?=[^]*trustedSources)(?=[^]*haSites)(?=[^]*nodes\.node2\.id)(?=[^]*nodes\.node2\.publicAddress)/,
      ),
    }),
  );
});

test("a certificate's fingerprint is read once for all nodes, after the last gate, and only where somebody asks", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const cluster = new ProxmoxWanCluster(stack, "cluster", articleProps());
  expect(JSON.parse(Testing.synth(stack)).data).toBeUndefined();
  const [one, two] = ["node1", "node2"].map((name) => cluster.certificateFingerprint(name));
  expect(() => cluster.certificateFingerprint("node9")).toThrow('there is no node "node9"');
  const [[id, read]] = Object.entries<Record<string, string[]>>(
    JSON.parse(Testing.synth(stack)).data.external,
  );
  new TerraformOutput(stack, "tokens", { value: [one, two] });
  const { output } = JSON.parse(Testing.synth(stack));
  expect(output.tokens.value).toEqual([
    `\${data.external.${id}.result["node1"]}`,
    `\${data.external.${id}.result["node2"]}`,
  ]);
  expect(read.depends_on).toEqual([expect.stringMatching(/^null_resource\.cluster_verify_/)]);
  expect(read.program.at(-1)).toMatch(/\/certificates\.sh$/);
});
