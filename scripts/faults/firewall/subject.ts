import * as fs from "node:fs";
import * as path from "node:path";
import { Lab, Result } from "../../../lab";
import { PROJECT } from "../../deploy/run";
import { Ruleset } from "./ruleset";
import { STANDING } from "./tables";

const LOGIN_SECONDS = 15;
const FORGET = `set -e
  unit=pve-wan-firewall.service
  [ ! -e "/etc/systemd/system/$unit" ] || systemctl --quiet disable --now "$unit"
  rm -rf /etc/pve-wan/firewall.nft /etc/systemd/system/pve-wan-firewall.service /run/pve-wan/firewall
  systemctl daemon-reload
  nft -f -`;
const STATE = `nft --stateless list ruleset | tr '\\n' '\\f' | sed 's/\\f}\\f/\\f}\\n/g' | sort | tr '\\f' '\\n'
  for file in /etc/pve-wan/firewall.nft /etc/systemd/system/pve-wan-firewall.service; do
    [ ! -e "$file" ] || sha256sum "$file"
  done
  systemctl is-enabled pve-wan-firewall.service 2>&1 | sed 's/^/enabled: /'
  systemctl is-active pve-wan-firewall.service | sed 's/^/active: /'`;

/** A node that rulesets are tried on, and its runner. */
export class Subject {
  /** What it was arranged for, if nothing has gone wrong since. */
  private arranged?: string;

  private constructor(
    readonly lab: Lab,
    readonly node: string,
    readonly hostKey: string,
  ) {}

  /** Installs what a deploy has installed before it comes to the firewall. */
  static async prepare(lab: Lab, node: string): Promise<Subject> {
    const known = fs.readFileSync(lab.knownHostsPath, "utf8").split("\n");
    const line = known.find((one) => one.startsWith(`${lab.address(node)} ssh-ed25519 `));
    if (!line) throw new Error(`${lab.knownHostsPath} has no Ed25519 key of ${node}`);
    const subject = new Subject(lab, node, line.split(" ").slice(1, 3).join(" "));
    const tool = { PVE_WAN_HOST_TOOL: path.join(PROJECT, "host") };
    await subject.mustRun("install", "host-tool", tool);
    await subject.mustRun("on-node", "packages", { PVE_WAN_INPUT: "packages=nftables\n\n" });
    // Made by the keys, which are none of the firewall's business.
    await lab.console(node, "install -d -m 0700 /var/lib/pve-wan");
    return subject;
  }

  /** Runs a script of the runner as Terraform does, on the lab's runner. */
  script(
    name: string,
    step: string,
    env: Record<string, string>,
    options: { port?: number; onLine?: (line: string) => void; timeoutSeconds?: number } = {},
  ): Promise<Result> {
    const { port = 22, ...more } = options;
    const { lab, node, hostKey } = this;
    return lab.runner(["bash", path.join(PROJECT, "runner", `${name}.sh`), step], {
      env: {
        PVE_WAN_NODE: node,
        PVE_WAN_NODES: [node, lab.address(node), port, hostKey].join("\t"),
        PVE_WAN_IDENTITY: lab.sshKeyPath,
        ...env,
      },
      check: false,
      ...more,
    });
  }

  /** Whether the runner can log in within some seconds, in which it asks three times, over a connection of its own. */
  async login(port: number): Promise<boolean> {
    const { lab, node } = this;
    const { code } = await lab.runner(
      [
        ...["ssh", "-q", "-F", "none", "-i", lab.sshKeyPath, "-p", String(port)],
        ...["-o", `UserKnownHostsFile=${lab.knownHostsPath}`],
        ...["-o", `HostKeyAlias=${lab.address(node)}`, "-o", "StrictHostKeyChecking=yes"],
        ...["-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "ConnectTimeout=4"],
        ...[`root@${lab.address(node)}`, "true"],
      ],
      { check: false, timeoutSeconds: LOGIN_SECONDS },
    );
    return code === 0;
  }

  /** Makes the node one that has the old ruleset in force and tables of others beside it. */
  async arrange({ old, others }: Pick<Ruleset, "old" | "others">): Promise<void> {
    const wanted = JSON.stringify([old, others]);
    if (this.arranged === wanted) return;
    this.arranged = undefined;
    const { lab, node } = this;
    await lab.console(node, FORGET, { input: `flush ruleset\n${STANDING}${others}` });
    if (old !== undefined) {
      const said = await this.tool("firewall", `confirmSeconds=60\n\n${old}`);
      const attempt = /^attempt ([0-9a-f]+)$/m.exec(said)?.[1];
      await this.tool("firewall-confirm", `attempt=${attempt}\n\n`);
    }
    this.arranged = wanted;
  }

  /** After something went wrong: the next ruleset does not meet what this one has left. */
  distrust(): void {
    this.arranged = undefined;
  }

  /** The ruleset, table by table, and what the next boot would load. */
  async state(): Promise<string> {
    return (await this.lab.console(this.node, STATE)).stdout;
  }

  private async tool(step: string, input: string): Promise<string> {
    return (await this.lab.console(this.node, `/usr/local/sbin/pve-wan ${step}`, { input })).stdout;
  }

  private async mustRun(name: string, step: string, env: Record<string, string>): Promise<void> {
    const { code, stderr } = await this.script(name, step, env, { timeoutSeconds: 300 });
    if (code !== 0) throw new Error(`${step} failed on ${this.node}:\n${stderr}`);
  }
}
