import { TerraformDataSource, type ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { ClusterDefinition } from "./definition";
import { literal } from "./remote/literal";
import { dependencies } from "./remote/reference";
import { scriptsOf } from "./remote/scripts";
import { nodeLines } from "./remote/step";

/** What the certificates are read from, and when. */
interface CertificatesProps {
  readonly definition: ClusterDefinition;
  readonly dependsOn: ITerraformDependable[];
}

/**
 * The certificates that nodes show on port 8006, read over SSH: a `data.external`, because a `null_resource` gives nothing back.
 *
 * Its binding is not used: so the provider is asked for only by a stack that asks for a certificate.
 *
 * @internal
 */
export class Certificates extends TerraformDataSource {
  private readonly program: string[];

  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id, { terraformResourceType: "external" });
    const { nodes, ssh } = props.definition.topology;
    const environment = {
      PVE_WAN_NODES: nodeLines(nodes),
      PVE_WAN_IDENTITY: ssh.privateKeyPath && literal(ssh.privateKeyPath),
      PVE_WAN_KNOWN_HOSTS: ssh.knownHostsPath && literal(ssh.knownHostsPath),
    };
    const given = Object.entries(environment).filter(([, value]) => value);
    this.program = [
      "env",
      ...given.map(([name, value]) => `${name}=${value}`),
      "bash",
      `${scriptsOf(scope).runner}/certificates.sh`,
    ];
    this.dependsOn = dependencies(this, props.dependsOn);
  }

  /** SHA-256, in capital hexadecimal digits with a colon between every two. */
  fingerprintOf(nodeName: string): string {
    return this.getStringAttribute(`result["${nodeName}"]`);
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    return { program: this.program };
  }
}
