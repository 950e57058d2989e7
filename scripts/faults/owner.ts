import * as fs from "node:fs";
import * as path from "node:path";
import { Lab } from "../../lab";
import { run } from "../../lab/command";
import { CONTACT } from "./places";

/** What the owner of the servers has on the contact node; joiners may have no guests. */
const FILES: Readonly<Record<string, string>> = {
  "/etc/pve/qemu-server/100.conf":
    "cores: 2\nmemory: 2048\nname: shop\nscsi0: local:100/vm-100-disk-0.qcow2,size=32G\n",
  "/etc/pve/storage.cfg":
    "dir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl,backup\n\ndir: archive\n\tpath /srv/archive\n\tcontent backup\n",
  "/etc/pve/user.cfg": "user:root@pam:1:0:::admin@example.org:::\nuser:eve@pve:1:0:::::\n",
  "/etc/network/interfaces.d/owner":
    "auto dummy0\niface dummy0 inet manual\n\tpre-up ip link add dummy0 type dummy\n",
};
const LINE_IN_HOSTS = "198.51.100.7 backup.example.org backup";

/** What the owner had before the first deploy, and how to tell whether it is still there. */
export class OwnersThings {
  private readonly hostsBefore = new Map<string, string>();

  private constructor(
    private readonly lab: Lab,
    private readonly key: string,
  ) {}

  static async put(lab: Lab, directory: string): Promise<OwnersThings> {
    const key = path.join(directory, "owner-key");
    await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "owner", "-f", key]);
    const things = new OwnersThings(lab, key);
    await Promise.all(lab.nodes.map((node) => things.putOn(node)));
    return things;
  }

  /** Everything of the owner's that is not as it was. */
  async problems(): Promise<string[]> {
    const perNode = await Promise.all(this.lab.nodes.map((node) => this.problemsOf(node)));
    return [...(await this.changedFiles()), ...perNode.flat()];
  }

  private async putOn(node: string): Promise<void> {
    const { lab } = this;
    // A host that has just booted makes what is in /etc/pve some seconds later.
    const complete = "mountpoint -q /etc/pve && [ -d /etc/pve/qemu-server/ ]";
    const isComplete = async () => (await lab.console(node, complete, { check: false })).code === 0;
    await lab.waitFor(`/etc/pve of ${node} is complete`, isComplete, 60);
    await lab.console(node, "cat >> /root/.ssh/authorized_keys", {
      input: fs.readFileSync(`${this.key}.pub`, "utf8"),
    });
    await lab.console(node, "cat >> /etc/hosts", { input: `${LINE_IN_HOSTS}\n` });
    this.hostsBefore.set(node, (await lab.console(node, "cat /etc/hosts")).stdout);
    if (node !== CONTACT) return;
    for (const [file, input] of Object.entries(FILES)) {
      await lab.console(node, `mkdir -p ${path.dirname(file)} && cat > ${file}`, { input });
    }
  }

  private async changedFiles(): Promise<string[]> {
    const problems: string[] = [];
    for (const [file, text] of Object.entries(FILES)) {
      const { code, stdout } = await this.lab.console(CONTACT, `cat ${file}`, { check: false });
      if (code !== 0) problems.push(`${CONTACT}: the owner's ${file} is gone`);
      else if (stdout !== text) problems.push(`${CONTACT}: the owner's ${file} was changed`);
    }
    return problems;
  }

  private async problemsOf(node: string): Promise<string[]> {
    const problems: string[] = [];
    const { lab } = this;
    const { stdout: hosts } = await lab.console(node, "cat /etc/hosts");
    if (!hosts.split("\n").includes(LINE_IN_HOSTS)) {
      problems.push(`${node}: the owner's line in /etc/hosts is gone`);
    }
    const backups = ["etc_hosts", ...(node === CONTACT ? ["etc_pve_corosync.conf"] : [])];
    for (const backup of backups) {
      const list = `ls /var/lib/pve-wan/backup/${backup}.*`;
      const { code } = await lab.console(node, list, { check: false });
      if (code !== 0) problems.push(`${node}: there is no backup ${backup}`);
    }
    const { stdout: kept } = await lab.console(
      node,
      "cat $(ls /var/lib/pve-wan/backup/etc_hosts.* | head -n 1)",
      { check: false },
    );
    if (kept !== this.hostsBefore.get(node)) {
      problems.push(`${node}: the first backup of /etc/hosts is not what was there before`);
    }
    if (!(await this.logsIn(node))) problems.push(`${node}: the owner's key does not log in`);
    return problems;
  }

  private async logsIn(node: string): Promise<boolean> {
    const { lab, key } = this;
    const options = [
      ...["-F", "none", "-i", key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
      ...["-o", `UserKnownHostsFile=${lab.knownHostsPath}`, "-o", "ConnectTimeout=10"],
    ];
    const argv = ["ssh", ...options, `root@${lab.address(node)}`, "true"];
    return (await lab.runner(argv, { check: false })).code === 0;
  }
}
