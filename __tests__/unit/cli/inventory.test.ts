import { inventoriesOf } from "../../../cli/inventory";
import { sshFiles, verifyEnvironment } from "../../../cli/verify";

const triggers = {
  step: "verify",
  nodes: "node1\t203.0.113.11\t22\t-",
  settings: "node1\tclusterName=wan-cluster",
  payload: "node1\tnode1 1 172.16.10.1",
};
const verify = { address: "null_resource.v", type: "null_resource", values: { triggers } };
const state = (...resources: object[]) =>
  ({ values: { root_module: { resources } } }) as Parameters<typeof inventoriesOf>[0];

describe("the inventory in the state", () => {
  test("is that of the verify step, not of another step that knows all nodes", () => {
    const preflight = { ...verify, values: { triggers: { ...triggers, step: "preflight" } } };
    expect(inventoriesOf(state(preflight, verify))).toEqual([
      {
        address: "null_resource.v",
        nodes: triggers.nodes,
        settings: triggers.settings,
        payload: triggers.payload,
      },
    ]);
  });

  test("is found in modules as well, once for each cluster", () => {
    const nested = {
      address: "module.a.null_resource.v",
      type: verify.type,
      values: verify.values,
    };
    const found = inventoriesOf({
      values: { root_module: { resources: [verify], child_modules: [{ resources: [nested] }] } },
    });
    expect(found.map(({ address }) => address)).toEqual([verify.address, nested.address]);
  });

  test.each([
    ["an empty state", {}],
    ["a state without resources", { values: {} }],
    ["a deploy that ended before its last step", state({ ...verify, values: { triggers: null } })],
    ["a data source of that look", state({ ...verify, type: "terraform_data" })],
  ])("is not in %s", (_, shown) => {
    expect(inventoriesOf(shown)).toEqual([]);
  });
});

describe("the environment of the check of the nodes", () => {
  test("is what the deployed verify step was given", () => {
    expect(verifyEnvironment(inventoriesOf(state(verify))[0])).toEqual({
      PVE_WAN_NODES: triggers.nodes,
      PVE_WAN_SETTINGS: triggers.settings,
      PVE_WAN_PAYLOAD: triggers.payload,
    });
  });

  const synthesised = { PVE_WAN_IDENTITY: "/stack/key", PVE_WAN_KNOWN_HOSTS: "/stack/hosts" };

  test("takes key and known hosts from where main.ts takes them", () => {
    const env = { PVE_WAN_SSH_KEY: "/k", PVE_WAN_KNOWN_HOSTS: "/h" };
    const files = { PVE_WAN_IDENTITY: "/k", PVE_WAN_KNOWN_HOSTS: "/h" };
    expect(sshFiles({}, env)).toEqual(files);
    expect(sshFiles(synthesised, env)).toEqual(files);
  });

  test("takes them from the synthesised stack where the variables are not those of the stack", () => {
    expect(sshFiles(synthesised, {})).toEqual(synthesised);
  });

  test("leaves OpenSSH's defaults alone where neither says anything, or only Terraform knows it", () => {
    expect(sshFiles({}, {})).toEqual({});
    expect(sshFiles({ PVE_WAN_IDENTITY: "${var.key}" }, {})).toEqual({});
  });
});
