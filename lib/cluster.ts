import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Certificates } from "./certificates";
import { ClusterDefinition } from "./definition";
import { drawingOf } from "./picture/drawing";
import { RenderedFiles } from "./rendered-files";
import { Bandwidth } from "./steps/bandwidth";
import { BootOrder } from "./steps/boot-order";
import { Create } from "./steps/create";
import { Firewall } from "./steps/firewall";
import { HostTool } from "./steps/host-tool";
import { Hosts } from "./steps/hosts";
import { Joins } from "./steps/join";
import { Keys } from "./steps/keys";
import { Mesh } from "./steps/mesh";
import { Preflight } from "./steps/preflight";
import { SshPolicy } from "./steps/ssh-policy";
import { Tuning } from "./steps/tuning";
import { Verify } from "./steps/verify";
import { Watch } from "./steps/watch";
import { quorumOf, type ClusterProps, type Node, type SiteQuorum } from "./topology";
import { beforePort } from "./topology/addresses";

const PROXMOX_API_PORT = 8006;

/** What a cluster is made from. */
export interface ProxmoxWanClusterProps extends ClusterProps {
  /**
   * What has to exist before the first node is touched, for example the servers themselves.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * One Proxmox VE cluster of servers that have only public addresses: a WireGuard mesh, names that mean the mesh, a firewall, and
 * corosync tuned for a WAN.
 *
 * The order of the steps is the safe one: nothing is changed before everything was looked at, and no node joins
 * before the one ahead of it is a healthy member.
 */
export class ProxmoxWanCluster extends Construct implements ITerraformDependable {
  /** The checked props with every default filled in. */
  readonly definition: ClusterDefinition;
  /** Reads everything, changes nothing. */
  readonly preflight: Preflight;
  /** The `pve-wan` command on every node. */
  readonly hostTool: HostTool;
  /** Step 1 of the article. */
  readonly keys: Keys;
  /** Step 2 of the article. */
  readonly mesh: Mesh;
  /** Step 3 of the article. */
  readonly hosts: Hosts;
  /** Step 4 of the article. */
  readonly firewall: Firewall;
  /** What must start before what. */
  readonly bootOrder: BootOrder;
  /** What pvecm must not weaken. */
  readonly sshPolicy: SshPolicy;
  /** Step 5 of the article, the first node. */
  readonly create: Create;
  /** Step 6 of the article. */
  readonly tuning: Tuning;
  /** Step 5 of the article, the other nodes. */
  readonly joins: Joins;
  /** Step 7 of the article. */
  readonly verify: Verify;
  /** Step 7 of the article, from then on. */
  readonly watch: Watch;
  /** The article's last warning. */
  readonly bandwidth: Bandwidth;
  private certificates?: Certificates;

  constructor(scope: Construct, id: string, props: ProxmoxWanClusterProps) {
    super(scope, id);
    const definition = ClusterDefinition.of(this, props);
    this.definition = definition;
    if (props.renderTo) new RenderedFiles(this, "rendered", definition, props.renderTo);

    this.preflight = new Preflight(this, "preflight", { definition, dependsOn: props.dependsOn });
    this.hostTool = new HostTool(this, "host-tool", { definition, dependsOn: [this.preflight] });
    const installed = { definition, follows: this.hostTool };

    this.bootOrder = new BootOrder(this, "boot-order", installed);
    this.sshPolicy = new SshPolicy(this, "ssh-policy", installed);
    this.keys = new Keys(this, "keys", installed);
    this.mesh = new Mesh(this, "mesh", { definition, repeatAfter: [this.keys.exchange] });

    const overlay = { definition, dependsOn: [this.mesh.gate] };
    this.hosts = new Hosts(this, "hosts", overlay);
    this.firewall = new Firewall(this, "firewall", overlay);

    this.create = new Create(this, "create", {
      definition,
      dependsOn: [
        this.mesh.gate,
        ...this.hosts.all,
        ...this.firewall.all,
        ...this.bootOrder.all,
        ...this.sshPolicy.all,
      ],
    });
    this.tuning = new Tuning(this, "tuning", { definition, repeatAfter: [this.create] });
    this.joins = new Joins(this, "join", { definition, dependsOn: [this.tuning] });

    // Also on a node that was installed anew.
    const formed = {
      definition,
      dependsOn: [this.tuning, ...this.joins.all],
      repeatAfter: this.hostTool.all,
    };
    this.bandwidth = new Bandwidth(this, "bandwidth", formed);
    this.verify = new Verify(this, "verify", {
      definition,
      repeatAfter: [
        this.mesh.gate,
        ...this.hosts.all,
        ...this.firewall.all,
        ...this.bootOrder.all,
        ...this.sshPolicy.all,
        this.tuning,
        ...this.joins.all,
        this.bandwidth,
      ],
    });
    // Beside the last check: a fresh deploy does not wait for it.
    this.watch = new Watch(this, "watch", formed);
    // A comment of Terraform's JSON: in no plan and in no state, there for `cdktf-proxmox-wan topology`.
    this.verify.addOverride("//.topology", drawingOf(definition.topology));
  }

  /** The last gate: a resource that depends on it waits until every node was proven to be a member. */
  get ready(): ITerraformDependable {
    return this.verify;
  }

  /** Makes the cluster itself something to depend on: the same as `ready`. */
  get fqn(): string {
    return this.verify.fqn;
  }

  /** Names of the nodes, by id. */
  get nodeNames(): string[] {
    return this.definition.topology.nodes.map(({ name }) => name);
  }

  /** What each site is worth when it is cut off, and when it is gone. Guide step 7. */
  get quorum(): SiteQuorum[] {
    return quorumOf(this.definition.topology);
  }

  /** The address of a node on the overlay. */
  overlayAddress(nodeName: string): string {
    return this.nodeCalled(nodeName).overlayAddress;
  }

  /** Where Proxmox's API of a node answers trusted sources: `https://203.0.113.11:8006/`. */
  apiEndpoint(nodeName: string): string {
    const { publicAddress, publicAddress6, sshAddress } = this.nodeCalled(nodeName);
    const ipv6 = publicAddress6 && `[${publicAddress6}]`;
    return `https://${publicAddress ?? ipv6 ?? beforePort(sshAddress)}:${PROXMOX_API_PORT}/`;
  }

  /**
   * SHA-256 fingerprint of the certificate that a node shows on port 8006, as `openssl x509 -fingerprint -sha256` writes it: a token, known
   * when the cluster is ready, and read again over SSH by each later plan. Only a stack that calls this needs the provider
   * hashicorp/external, which `terraform init` fetches.
   */
  certificateFingerprint(nodeName: string): string {
    const { name } = this.nodeCalled(nodeName);
    const { definition, ready } = this;
    this.certificates ??= new Certificates(this, "certificates", {
      definition,
      dependsOn: [ready],
    });
    return this.certificates.fingerprintOf(name);
  }

  private nodeCalled(nodeName: string): Node {
    const found = this.definition.topology.nodes.find(({ name }) => name === nodeName);
    if (found) return found;
    const names = this.nodeNames.join(", ");
    throw new Error(`${this.node.path}: there is no node "${nodeName}"; there are ${names}`);
  }
}
