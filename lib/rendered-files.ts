import { File } from "@cdktf/provider-local/lib/file";
import { Construct } from "constructs";
import type { ClusterDefinition } from "./definition";
import {
  corosyncDropIn,
  firewallRuleset,
  hostsBlock,
  totemSettings,
  wireguardConfig,
} from "./files";
import { literal } from "./remote/literal";

/** A copy of every rendered file on the machine where Terraform runs, to read and to compare. Placeholders stand for all keys. */
export class RenderedFiles extends Construct {
  constructor(scope: Construct, id: string, definition: ClusterDefinition, folder: string) {
    super(scope, id);
    const { topology } = definition;
    const copy = (name: string, content: string): void => {
      new File(this, name.replace(/[/.]/g, "-"), {
        filename: literal(`${folder}/${name}`),
        content: literal(content),
        filePermission: "0644",
      });
    };
    copy("hosts", hostsBlock(topology));
    copy("corosync-totem", totemSettings(topology.corosync));
    copy("corosync-wireguard.conf", corosyncDropIn(topology));
    for (const node of topology.nodes) {
      copy(`${node.name}/wg0.conf`, wireguardConfig(topology, node));
      copy(`${node.name}/firewall.nft`, firewallRuleset(topology, node));
    }
  }
}
