import { Lab } from "../../lab";
import { Toolchain } from "../../lab/toolchain";
import { saysNoChanges } from "../demo/terraform-output";
import { clusterProblems } from "../faults/cluster-facts";
import { forgetState, Project } from "./project";

export interface Deployed {
  /** From the first command that deploys to the end of the check. */
  readonly seconds: number;
  readonly problems: string[];
}

/** Follows the recipe's commands on bare hosts, and once more; then looks at the hosts. */
export async function deployProject(
  project: Project,
  { lab, toolchain }: { lab: Lab; toolchain: Toolchain },
): Promise<Deployed> {
  forgetState(project);
  const began = Date.now();
  const first = await follow(project, lab, toolchain);
  const seconds = (Date.now() - began) / 1000;
  if (first.problems.length > 0) return { seconds, problems: first.problems };
  const second = await follow(project, lab, toolchain);
  const again = saysNoChanges(second.lines) ? [] : ['the second deploy does not say "No changes"'];
  const facts = await clusterProblems(lab, lab.pve, lab.nodes);
  return { seconds, problems: [...second.problems, ...again, ...facts] };
}

async function follow(
  { recipe, directory }: Project,
  lab: Lab,
  toolchain: Toolchain,
): Promise<{ lines: string[]; problems: string[] }> {
  const lines: string[] = [];
  for (const command of recipe.deploy) {
    const { code } = await lab.runner(["bash", "-c", unattended(command, toolchain)], {
      cwd: directory,
      check: false,
      onLine: (line) => lines.push(line),
      env: {
        ...toolchain.env,
        CI: "true",
        PVE_WAN_SSH_KEY: lab.sshKeyPath,
        PVE_WAN_KNOWN_HOSTS: lab.knownHostsPath,
      },
    });
    if (code === 0) continue;
    const problem = `"${command}" ended with status ${code}: ${lines.slice(-15).join("\n")}`;
    return { lines, problems: [problem] };
  }
  return { lines, problems: [] };
}

/** Nobody is there to be asked, and past a mirror of providers cdktf would ask the registry for checksums. */
function unattended(command: string, { skipProviderLock }: Toolchain): string {
  if (!/^npx cdkt[fn] deploy\b/.test(command)) return command;
  return `${command} --auto-approve${skipProviderLock ? " --skip-provider-lock" : ""}`;
}
