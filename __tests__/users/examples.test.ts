import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { synthesisedStacks } from "../../cli/stacks";

const REPOSITORY = join(__dirname, "../..");

// cdktf's command tells the app so, from cdktf.json.
const CONTEXT = JSON.stringify({ cdktfRelativeModules: ["./examples/servers"] });

interface Plan {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly output?: Record<string, { value: unknown }>;
}

/** Runs an example as cdktf does. */
async function synthesised(example: string): Promise<Plan> {
  const output = fs.mkdtempSync(join(tmpdir(), "pve-wan-example-"));
  try {
    await promisify(execFile)(process.execPath, ["-r", "tsx/cjs", `examples/${example}`], {
      cwd: REPOSITORY,
      env: { ...process.env, CDKTF_OUTDIR: output, CDKTF_CONTEXT_JSON: CONTEXT },
    });
    const [{ directory }] = synthesisedStacks(output);
    return JSON.parse(fs.readFileSync(join(directory, "cdk.tf.json"), "utf8"));
  } finally {
    fs.rmSync(output, { recursive: true });
  }
}

/** What tells each example from the others, in its plan. */
const TELLING: Record<string, (plan: Plan, text: string) => void> = {
  "existing-servers.ts": (_, text) =>
    expect(text).toContain("Endpoint = ${module.servers.node2_address}:51820"),
  "after-the-cluster.ts": ({ resource, output }) => {
    expect(resource.null_resource["migration-network"].depends_on).toEqual([
      expect.stringMatching(/^null_resource\.cluster_verify_/),
    ]);
    expect(output!.fingerprint.value).toMatch(
      /^\$\{data\.external\.cluster_certificates_\w+\.result\["node1"\]\}$/,
    );
  },
  "secret-store.ts": ({ resource }, text) => {
    expect(text).toContain("sensitive(var.psk_node1_node3)");
    const [made] = Object.values(resource.random_bytes);
    expect(made.for_each).toBe('${toset(["node2-node3"])}');
  },
  "nat-and-ipv6.ts": (_, text) => {
    expect(text).toContain("Endpoint = [2001:db8:113::12]:51820");
    expect(text).not.toContain("Endpoint = 203.0.113.13");
    expect(text).toContain("AllowedIPs = fd10:0:0:10::3/128");
  },
  "private-network.ts": (_, text) => expect(text).toContain("Endpoint = 10.0.0.2:51820"),
  "second-link.ts": (_, text) => expect(text).toContain("link1=203.0.113.13"),
  "three-sites.ts": ({ output }) => expect(output!.sites_that_must_not_be_lost.value).toEqual([]),
  "mesh-only.ts": ({ resource }, text) => {
    expect(text).toContain("Address = 10.77.0.3/24");
    expect(Object.keys(resource.null_resource).filter((id) => /create|join/.test(id))).toEqual([]);
  },
};

test("every example is looked at", () => {
  const examples = fs.readdirSync(join(REPOSITORY, "examples"));
  expect(examples.filter((name) => name.endsWith(".ts"))).toEqual(Object.keys(TELLING).sort());
});

test.each(Object.entries(TELLING))(
  "%s",
  async (example, tell) => {
    const plan = await synthesised(example);
    tell(plan, JSON.stringify(plan));
  },
  60_000,
);
